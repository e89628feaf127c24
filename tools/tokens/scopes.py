"""Why Keycloak does not take the scopes that a token is asked for: what is declared says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.names import TAKEN_SCOPES
from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.review.requested_scopes import OPENID

if TYPE_CHECKING:
    from collections.abc import Collection

    from constructs_lib.declaration.access_policy import AccessPolicy

__all__ = ["scope_faults"]

_MOST = 5


def scope_faults(policy: AccessPolicy, who: str, allowed: Collection[str], asked: str) -> str:
    """Say which scopes there are not, and which are there and not granted; nothing where the declaration has them all.

    Args:
        policy: Who may call what.
        who: Who asked: `consumer 'batch'`.
        allowed: What they may ask for.
        asked: What they asked for, parted by spaces.
    """
    known = {*policy.all_scopes, *map(policy.exchange_scope, policy.exchanging)}
    faults = []
    for scope in dict.fromkeys(asked.split()):
        if scope in known and scope not in allowed:
            faults.append(f"'{scope}' is not granted to {who}, which may ask for {_listed(allowed)}")
        elif scope not in {*known, *TAKEN_SCOPES, OPENID}:
            faults.append(f"there is no scope '{scope}': {hint(scope, known)}")
    return "; ".join(faults)


def _listed(scopes: Collection[str]) -> str:
    names = sorted(scopes)
    return ", ".join(names[:_MOST]) + (", …" if len(names) > _MOST else "") if names else "none"
