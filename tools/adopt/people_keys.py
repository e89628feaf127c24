"""What the keys of groups and people say of those that were found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.props import PersonProps
from constructs_lib.declaration.props.values import GroupName, Username
from tools.adopt.api_rights import ApiRights, in_words
from tools.adopt.client_keys import BAD_NAME
from tools.adopt.draft import accepted
from tools.audit.facts import holder_of_person
from tools.is_value import is_value

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tools.adopt.api_rights import Way
    from tools.adopt.draft import Draft
    from tools.adopt.holders import Holders
    from tools.audit.live.snapshot import Entry

__all__ = ["PeopleKeys"]


@dataclass
class PeopleKeys:
    """Groups and people, in the words of a declaration.

    Attributes:
        holders: Who holds roles of the API.
        draft: Is told who is left alone.
    """

    holders: Holders
    draft: Draft

    @cached_property
    def _rights(self) -> ApiRights:
        return ApiRights(self.holders.snapshot, str(self.draft.document["api"]["client_id"]))

    def _leave_memberships(self, holder: str, joined: Collection[str]) -> None:
        """Say of memberships that stay which roles of the API come by them."""
        for path in self._rights.groups_of(holder):
            ways = self._rights.of_group(path)
            if ways and path.removeprefix("/") not in joined:
                roles = ", ".join(sorted({way.role for way in ways}))
                self.draft.leave(f"{holder} in group {path}", f"{roles} of the API {_is(ways)} theirs by it")

    def groups(self) -> dict[str, Any]:
        """Return groups by their names."""
        api = self.draft.document["api"]["client_id"]
        found: dict[str, Any] = {}
        for group in self.holders.snapshot.groups:
            path = str(group["path"])
            ways = self._rights.of_group(path)
            held = self.holders.held(group.get("clientRoles", {}).get(api, ()))
            if not held:
                self.draft.leave(f"group {path}", _of_group(ways))
            elif path.count("/") > 1:
                self.draft.leave(f"group {path}", "it is a subgroup, and files declare groups at the top alone")
            elif not is_value(GroupName, str(group["name"])):
                self.draft.leave(f"group {path}", BAD_NAME)
            elif held.every_model:
                self.draft.leave(f"group {path}", "it holds the role for every model, which a file grants to no group")
            else:
                found[str(group["name"])] = dict(held.grants)
        return found

    def people(self, groups: Mapping[str, Any]) -> dict[str, Any]:
        """Return people by their usernames.

        Args:
            groups: The groups that are declared.
        """
        members = {
            name: {str(user["username"]) for user in self.holders.snapshot.members.get(group["id"], ())}
            for group in self.holders.snapshot.groups
            if (name := str(group["name"])) in groups and group["path"] == f"/{name}"
        }
        found: dict[str, Any] = {}
        for user in self.holders.snapshot.users:
            name = str(user["username"])
            held = self.holders.of(holder_of_person(name))
            joined = sorted(group for group, names in members.items() if name in names)
            ways = self._rights.of(holder_of_person(name))
            self._leave_memberships(holder_of_person(name), joined)
            why = _why_not_person(user) if held or joined else _of_person(ways)
            if why:
                self.draft.leave(f"person {name}", why)
                continue
            try:
                found[name] = accepted(
                    PersonProps,
                    {
                        "email": user.get("email"),
                        "first_name": user.get("firstName"),
                        "last_name": user.get("lastName"),
                        **held.keys,
                        **({"groups": joined} if joined else {}),
                    },
                    {"enabled": bool(user.get("enabled")), "email_verified": bool(user.get("emailVerified"))},
                )
            except ValidationError:
                self.draft.leave(f"person {name}", "a file needs an e-mail address and both names of a person")
        return found


def _of_group(ways: Sequence[Way]) -> str:
    if not ways:
        return "it holds no role of the API"
    return f"no file could grant what it gives of the API: {in_words(ways)}"


def _of_person(ways: Sequence[Way]) -> str:
    if not ways:
        return "no role of the API is theirs"
    return f"they hold roles of the API by what no key covers: {in_words(ways)}"


def _is(ways: Sequence[Way]) -> str:
    return "is" if len({way.role for way in ways}) == 1 else "are"


def _why_not_person(user: Entry) -> str:
    if user.get("federationLink"):
        return "the account is a directory's copy"
    if not is_value(Username, str(user["username"])):
        return "the username is none that a file can have"
    return ""
