"""What one environment declares."""

from __future__ import annotations

from typing import Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.props import SOLE_API, Declaration, GatewayProps, Props
from constructs_lib.declaration.props.url_values import BaseUrl
from constructs_lib.declaration.props.values import Flag
from constructs_lib.guardrails.exemption import ExemptionProps
from stacks.backends import BackendProps, LocalBackendProps
from stacks.kept import KeptProps
from stacks.unmanaged import UnmanagedProps

__all__ = ["Environment", "KeycloakProps"]


class KeycloakProps(Props):
    """The Keycloak server that the environment is deployed to."""

    url: BaseUrl
    """Public base URL, without trailing slash: what issuers start with. `TF_VAR_keycloak_url` overrides it."""
    start: Flag = True
    """Where `url` is on this machine, commands start this project's own Keycloak. `false`: one of yours listens there,
    which `KEYCLOAK_URL` and your credentials reach; nothing is started, and its realm is protected as any elsewhere."""


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
    """The gateway in front of the models of `api`; each of several APIs has its own."""
    exemptions: tuple[ExemptionProps, ...] = ()
    """Guardrails that shall not apply to some resources; `make guardrails` lists them."""
    unmanaged: tuple[UnmanagedProps, ...] = ()
    """What others own in the realm, which `make audit` leaves to them."""

    kept: KeptProps = Field(default_factory=KeptProps)
    """What `make adopt` found in the realm and keeps, in place of what the other keys would make of it."""

    @property
    def gateways(self) -> dict[str, GatewayProps]:
        """The gateway of each API, by the API's name."""
        return {name: api.gateway for name, api in self.apis.items()} or {SOLE_API: self.gateway}

    @model_validator(mode="after")
    def _one_place_for_gateways(self) -> Self:
        if self.apis and self.gateway != GatewayProps():
            text = "each of several APIs has a gateway of its own: write apis.<name>.gateway in its place"
            fault = InitErrorDetails(type=PydanticCustomError("other_key", text), loc=("gateway",), input={})
            raise ValidationError.from_exception_data(type(self).__name__, [fault], hide_input=True)
        return self

    @property
    def is_local(self) -> bool:
        """Its Keycloak is, as far as its file says, this project's own on this machine."""
        return self.keycloak.start and is_loopback(self.keycloak.url)
