"""What the keys of groups and people say of those that were found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.props import PersonProps
from constructs_lib.declaration.props.values import GroupName, Username
from tools.adopt.client_keys import BAD_NAME
from tools.adopt.draft import accepted, is_value
from tools.audit.facts import holder_of_person

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    def groups(self) -> dict[str, Any]:
        """Return groups by their names."""
        api = self.draft.document["api"]["client_id"]
        found: dict[str, Any] = {}
        for group in self.holders.snapshot.groups:
            path = str(group["path"])
            held = self.holders.held(group.get("clientRoles", {}).get(api, ()))
            if not held:
                self.draft.leave(f"group {path}", "it holds no role of the API that a file could grant")
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
            why = _why_not_person(user) if held or joined else "no role of the API is theirs"
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


def _why_not_person(user: Entry) -> str:
    if user.get("federationLink"):
        return "the account is a directory's copy"
    if not is_value(Username, str(user["username"])):
        return "the username is none that a file can have"
    return ""
