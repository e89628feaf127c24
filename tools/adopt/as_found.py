"""What objects that are taken over by `AGAIN=1` are in Keycloak: what of it stays, and what becomes another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tools.adopt.already_so import is_so
from tools.adopt.differences import as_it_is, differences_of
from tools.runner.as_adopted import LISTS, is_known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tools.adopt.differences import Difference
    from tools.adopt.rehearsal import Planned
    from tools.audit.live.snapshot import Snapshot
    from tools.recovery.adoption import Import
    from tools.runner.plan import Change

__all__ = ["AsFound"]

_CLIENT = "keycloak_openid_client"
_SCOPES = {
    f"{_CLIENT}_default_scopes": ("default_scopes", "defaultClientScopes"),
    f"{_CLIENT}_optional_scopes": ("optional_scopes", "optionalClientScopes"),
}

Arguments = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class AsFound:
    """Arguments by the address of their resource.

    Attributes:
        stays: What is set as it is, since Terraform cannot read it before.
        becomes: What becomes another, as it was found.
    """

    stays: Arguments
    becomes: Arguments

    @classmethod
    def of(cls, planned: Planned, imports: Collection[Import], snapshot: Snapshot) -> AsFound:
        """Compare a plan with the realm. Who holds what role is no part of it: a deployment only gives roles.

        Args:
            planned: With everything taken over that exists.
            imports: What of it is taken over now; the rest is in a state.
            snapshot: The realm.
        """
        realm = str(snapshot.realm["realm"])
        taken = {each.address for each in imports}

        def so(difference: Difference) -> bool:
            return is_so(difference, snapshot)

        settings = as_it_is(planned.plan, planned.code, realm, so)
        lists = {change.address for change in planned.plan.changes if change.type in LISTS}
        stays = {at: values for at, values in settings.items() if at in taken - lists and values}
        becomes: Arguments = {}
        for change in planned.plan.changes:
            if change.address in taken and change.before is not None:
                found = (each for each in differences_of(change, planned.code, realm) if not so(each))
                names = dict.fromkeys(each.argument.partition(".")[0] for each in found)
                values = {name: change.before.get(name) for name in names if is_known(change.before.get(name))}
                if values:
                    becomes[change.address] = values
        for change, argument, live in _scopes(planned, imports, snapshot):
            declared = (change.after or {}).get(argument)
            is_same = isinstance(declared, list) and is_known(declared) and sorted(declared) == live
            (stays if is_same else becomes)[change.address] = {argument: declared if is_same else live}
        return cls(stays, becomes)


def _scopes(
    planned: Planned, imports: Collection[Import], snapshot: Snapshot
) -> Iterator[tuple[Change, str, list[str]]]:
    """Yield lists of scopes of clients, each with the name of its argument and with what Keycloak has."""
    taken = {each.object_id: each.planned.text("client_id") for each in imports if each.type == _CLIENT}
    clients = {str(client["clientId"]): client for client in snapshot.clients if client["clientId"] in taken.values()}
    for change in planned.plan.changes:
        if change.adds and change.type in _SCOPES:
            client = taken.get(str((change.after or {}).get("client_id")), "")
            argument, attribute = _SCOPES[change.type]
            if client in clients:
                yield change, argument, sorted(clients[client].get(attribute, ()))
