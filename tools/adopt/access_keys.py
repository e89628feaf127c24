"""What the keys of consumers, applications, groups and people say of those that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.adopt.client_keys import ClientKeys
from tools.adopt.holders import Holders
from tools.adopt.people_keys import PeopleKeys

if TYPE_CHECKING:
    from tools.adopt.draft import Draft
    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["AccessKeys"]


@dataclass
class AccessKeys:
    """Those who call models, in the words of a declaration.

    Attributes:
        snapshot: The realm.
        draft: Its `api` and `models` are there; the rest is added.
    """

    snapshot: Snapshot
    draft: Draft

    def add(self) -> None:
        """Add consumers, applications, groups and people, and say who is left alone."""
        document = self.draft.document
        holders = Holders(self.snapshot, document)
        consumers, applications = ClientKeys(holders, self.draft).read()
        people_keys = PeopleKeys(holders, self.draft)
        groups = people_keys.groups()
        people = people_keys.people(groups)
        found = {"consumers": consumers, "applications": applications, "groups": groups, "people": people}
        document |= {key: value for key, value in found.items() if value}
        if groups or people:
            document["external_people"] = True
        by_name = {client["clientId"]: client for client in self.snapshot.clients}
        # The API's whether or not it has one: a variable would give it one.
        api = str(document["api"]["client_id"])
        secrets = [api, *(name for name in (*consumers, *applications) if _has_secret(by_name[name]))]
        document["kept"] = {"secrets": secrets, **({"passwords": sorted(people)} if people else {})}


def _has_secret(client: Entry) -> bool:
    return client.get("clientAuthenticatorType", "client-secret") == "client-secret" and not client.get("publicClient")
