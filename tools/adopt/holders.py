"""Who holds roles of the API in a realm, in the words of a declaration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.props import ApiProps, ModelProps
from tools.audit.live.names import LiveNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constructs_lib.declaration.model_action import ModelAction
    from tools.audit.live.snapshot import Snapshot

__all__ = ["Held", "Holders"]


@dataclass(frozen=True)
class Held:
    """What somebody may do.

    Attributes:
        grants: Actions by model.
        every_model: They hold the access role.
    """

    grants: Mapping[str, list[str]]
    every_model: bool = False

    def __bool__(self) -> bool:
        """Whether it is anything."""
        return bool(self.grants) or self.every_model

    @property
    def keys(self) -> dict[str, Any]:
        """The keys that say it."""
        return {
            **({"grants": dict(self.grants)} if self.grants else {}),
            **({"every_model": True} if self.every_model else {}),
        }


@dataclass
class Holders:
    """Roles of the API, and who holds them.

    Attributes:
        snapshot: The realm.
        document: What is declared: `api` and `models`.
    """

    snapshot: Snapshot
    document: Mapping[str, Any]

    def of(self, holder: str) -> Held:
        """Return what an account may do, by what facts call it: `person ada`, `service account batch`."""
        return self.held(self._holders.get(holder, ()))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles of the API that the declaration knows: those of actions, and the access role."""
        return frozenset({self._access_role, *self._actions})

    @cached_property
    def _actions(self) -> dict[str, ModelAction]:
        """What each role of an action allows. Nothing is checked yet: what is refused of a model goes later."""
        models = {name: ModelProps.model_construct(**props) for name, props in self.document["models"].items()}
        pairs = (props.pair(name, action) for name, props in models.items() for action in props.actions)
        return {pair.role: pair for pair in pairs}

    @cached_property
    def _access_role(self) -> str:
        return ApiProps.model_construct(**self.document["api"]).access_role

    @cached_property
    def _holders(self) -> dict[str, list[str]]:
        """Names of the API's roles, by who holds them, as facts call them."""
        names = LiveNames(self.snapshot)
        name = self.document["api"]["client_id"]
        api = next(client for client in self.snapshot.clients if client["clientId"] == name)
        found: dict[str, list[str]] = {}
        for role in self.snapshot.roles[api["id"]]:
            for user in self.snapshot.role_users.get(role["id"], ()):
                found.setdefault(names.holder(user), []).append(str(role["name"]))
        return found

    def held(self, roles: Iterable[str]) -> Held:
        """Return what roles of the API let their holder do."""
        grants: dict[str, list[str]] = {}
        every_model = False
        for role in sorted(roles):
            if role == self._access_role:
                every_model = True
            elif pair := self._actions.get(role):
                grants.setdefault(pair.model, []).append(pair.action)
        return Held(grants, every_model)
