"""Secrets of a client that whoever made it may know: they are made anew before anything is granted to it.

A secret that is declared replaces the client's own when it is applied. One that Keycloak made up stays, and so does the
token by which a client may change its own settings (registration access token): no list shows that it exists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.runner.plan import Hidden

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.recovery.adoption import Import
    from tools.recovery.agreement import Agreement
    from tools.recovery.natural_keys import Planned
    from tools.recovery.realm_objects import Realms

__all__ = ["revoke_secrets"]

_CLIENT = "keycloak_openid_client"
_GIVEN = ("client_secret", "client_secret_wo_version")


def revoke_secrets(found: Iterable[Import], realms: Realms, agreed: Agreement) -> None:
    """Make secrets of clients worthless that are about to be taken over.

    Args:
        found: What is taken over.
        realms: Those of its Keycloak.
        agreed: Whose secrets stay.

    Raises:
        ToolError: Keycloak refuses.
    """
    for each in found:
        realm = realms.of(each.planned.realm)
        if each.type != _CLIENT or agreed.has(each.type, each.object_id, realm):
            continue
        at = f"realms/{quote(realm.realm, safe='')}/clients/{quote(each.object_id, safe='')}"
        realm.admin.request("POST", f"{at}/registration-access-token")
        if not _is_secret_given(each.planned):
            realm.admin.request("POST", f"{at}/client-secret")


def _is_secret_given(planned: Planned) -> bool:
    return any(planned.arguments.get(name) not in (None, Hidden.UNKNOWN) for name in _GIVEN)
