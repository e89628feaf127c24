"""What one environment declares."""

from __future__ import annotations

from pydantic import Field

from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.props import Declaration, GatewayProps, Props
from constructs_lib.declaration.props.url_values import BaseUrl
from constructs_lib.guardrails.exemption import ExemptionProps
from stacks.backends import BackendProps, LocalBackendProps
from stacks.unmanaged import UnmanagedProps

__all__ = ["Environment", "KeycloakProps"]


class KeycloakProps(Props):
    """The Keycloak server that the environment is deployed to."""

    url: BaseUrl
    """Public base URL, without trailing slash: what issuers start with. `TF_VAR_keycloak_url` overrides it."""


class Environment(Declaration):
    """One environment: a Keycloak server, a state, and what Keycloak shall hold.

    Without `teams` it is one Terraform stack; with them it is one for the realm, one for the models, and one per team.
    """

    extends: str | None = None
    """File beside this one whose values hold where this file says nothing."""
    keycloak: KeycloakProps
    """The Keycloak server."""
    backend: BackendProps = Field(default_factory=LocalBackendProps)
    """Where the Terraform state is kept."""
    gateway: GatewayProps = Field(default_factory=GatewayProps)
    """The gateway in front of the models."""
    exemptions: tuple[ExemptionProps, ...] = ()
    """Guardrails that shall not apply to some resources; `make guardrails` lists them."""
    unmanaged: tuple[UnmanagedProps, ...] = ()
    """What others own in the realm, which `make audit` leaves to them."""

    @property
    def is_local(self) -> bool:
        """Its Keycloak runs on this machine."""
        return is_loopback(self.keycloak.url)
