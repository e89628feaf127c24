"""What a first deployment makes that was not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.runner.plan import Change

__all__ = ["additions"]

_LABELS: Mapping[str, str] = {
    "keycloak_role": "role",
    "keycloak_group": "group",
    "keycloak_openid_client": "client",
    "keycloak_openid_client_scope": "client scope",
    "keycloak_generic_protocol_mapper": "mapper",
    "keycloak_generic_role_mapper": "role in a client scope",
    "keycloak_authentication_flow": "login flow, which nobody uses yet,",
    "keycloak_authentication_subflow": "login flow, which nobody uses yet,",
    "keycloak_authentication_execution": "step of that login flow",
    "keycloak_authentication_execution_config": "settings of such a step",
    "keycloak_realm_keystore_ecdsa_generated": "key, which does not sign yet,",
}
_NAMES = ("alias", "client_id", "name", "authenticator")


def additions(changes: Iterable[Change]) -> Iterator[str]:
    """Yield what is made, as people call it.

    Args:
        changes: Of a plan, without what is set as it is already, such as lists and grants.
    """
    for change in changes:
        if not change.adds:
            continue
        label = _LABELS.get(change.type) or change.type.removeprefix("keycloak_").replace("_", " ")
        after = change.after or {}
        names = _NAMES if change.type == "keycloak_openid_client" else tuple(n for n in _NAMES if n != "client_id")
        name = next((after[key] for key in names if isinstance(after.get(key), str)), change.index)
        yield f"{label} `{name}`" if name is not None else label
