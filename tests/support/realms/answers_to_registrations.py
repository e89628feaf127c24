"""What a server answers to whoever has an administrator's token for registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from tools.keycloak.server import KeycloakServer

__all__ = ["answers_to_registrations"]

_AUDIENCE, _URIS = "https://models.example.com", ["https://agents.example.com/callback"]
_ASKED: tuple[tuple[str, dict[str, object]], ...] = (
    ("default", {"clientId": _AUDIENCE, "redirectUris": _URIS}),
    ("install", {}),
    ("saml2-entity-descriptor", {}),
    ("openid-connect", {"redirect_uris": _URIS}),
    ("openid-connect", {"client_id": _AUDIENCE, "redirect_uris": _URIS}),
)


def answers_to_registrations(server: KeycloakServer) -> list[int]:
    """Return the statuses: in Keycloak's own representation with an API's audience for an id, its others, OIDC twice.

    What is registered is taken away again.

    Args:
        server: The server, whose realm `master` is asked.
    """
    admin, counted = server.admin, {"count": len(_ASKED), "expiration": 600}
    token = admin.request("POST", "realms/master/clients-initial-access", json=counted).json()["token"]
    found = []
    for kind, body in _ASKED:
        url, headers = f"{server.url}/realms/master/clients-registrations/{kind}", {"Authorization": f"Bearer {token}"}
        answer = httpx.post(url, json=body, headers=headers, trust_env=False, timeout=PATIENCE_S)
        found.append(answer.status_code)
        if answer.status_code == httpx.codes.CREATED:
            made = answer.json()
            name = str(made.get("clientId") or made["client_id"])
            (client,) = admin.get("realms/master/clients", clientId=name).json()
            admin.request("DELETE", f"realms/master/clients/{client['id']}")
    return found
