"""What one environment declares."""

from __future__ import annotations

from pydantic import Field

from constructs_lib.props import ApiProps, PersonProps, Props, RealmProps
from constructs_lib.props.values import HttpUrl, Username
from stacks.backends import BackendProps, LocalBackendProps

__all__ = ["Environment", "KeycloakProps"]


class KeycloakProps(Props):
    """The Keycloak server that the environment is deployed to."""

    url: HttpUrl
    """Public base URL, without trailing slash: what issuers start with. `TF_VAR_keycloak_url` overrides it."""


class Environment(Props):
    """One environment: a Keycloak server, a state, a realm, an API and its people. One Terraform stack."""

    extends: str | None = None
    """File beside this one whose values hold where this file says nothing."""
    keycloak: KeycloakProps
    """The Keycloak server."""
    backend: BackendProps = Field(default_factory=LocalBackendProps)
    """Where the Terraform state is kept."""
    realm: RealmProps
    """The realm."""
    api: ApiProps
    """The ML serving API."""
    people: dict[Username, PersonProps] = Field(default_factory=dict)
    """Local accounts by username."""
