"""People who are in a group that goes, although nobody declares that they are: another tool put them there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.keycloak.admin import KeycloakAdmin
    from tools.runner.plan import Change, StackPlan

__all__ = ["OutsideMembers"]

_GROUP = "keycloak_group"
_MEMBERSHIPS = "keycloak_user_groups"
_ALL = "-1"


@dataclass(frozen=True)
class OutsideMembers:
    """Looks them up, one request a group that goes.

    Attributes:
        admin: The environment's Keycloak.
        declared: Ids of groups and members whose membership is, or was, declared: whoever goes with the group.
    """

    admin: KeycloakAdmin
    declared: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, plans: Iterable[StackPlan], admin: KeycloakAdmin) -> OutsideMembers:
        """Return those of a deployment.

        Args:
            plans: Plans of its stacks: where a group goes, declared members leave it.
            admin: The environment's Keycloak.
        """
        before = [change.before or {} for plan in plans for change in plan.changes if change.type == _MEMBERSHIPS]
        pairs = ((group, str(values.get("user_id"))) for values in before for group in _texts(values, "group_ids"))
        return cls(admin, frozenset(pairs))

    def __call__(self, change: Change) -> tuple[str, ...]:
        """Return the usernames of those who are in a group that goes, sorted; of anything else nobody.

        Raises:
            ToolError: Keycloak does not answer, or refuses.
        """
        values = change.before or {}
        realm, group = values.get("realm_id"), values.get("id")
        if change.type != _GROUP or not (isinstance(realm, str) and isinstance(group, str)):
            return ()
        path = f"realms/{quote(realm, safe='')}/groups/{quote(group, safe='')}/members"
        members = self.admin.find(path, briefRepresentation="true", max=_ALL) or ()
        return tuple(sorted(each["username"] for each in members if (group, each["id"]) not in self.declared))


def _texts(values: Any, key: str) -> list[str]:  # noqa: ANN401 - whatever a plan holds
    listed = values.get(key)
    return [text for text in listed if isinstance(text, str)] if isinstance(listed, list) else []
