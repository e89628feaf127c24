"""What a pipeline has of the run's Keycloak, outside its own realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["forget_trust"]


def forget_trust(admin: KeycloakAdmin, environment: str, issuer: str) -> None:
    """Take away the clients and the identity provider that `make ci-identity` made.

    Args:
        admin: The run's Keycloak.
        environment: Name of the environment.
        issuer: The platform's issuer.
    """
    for role in ("planner", "deployer"):
        for client in admin.get("realms/master/clients", clientId=f"ml-{role}-{environment}").json():
            admin.request("DELETE", f"realms/master/clients/{client['id']}")
    for provider in admin.get("realms/master/identity-provider/instances").json():
        if provider["config"].get("issuer") == issuer:
            admin.request("DELETE", f"realms/master/identity-provider/instances/{provider['alias']}")
