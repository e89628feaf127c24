"""Outputs of the stack that holds the realm: what gateways and clients are configured with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.cdk import TerraformOutput, TerraformVariable

if TYPE_CHECKING:
    from constructs_lib.declaration.endpoints import RealmEndpoints
    from constructs_lib.realm.api_client import ApiClient
    from stacks.environment import Environment
    from stacks.keycloak_stack import KeycloakStack

__all__ = ["add_api_outputs", "declare_keycloak_url"]


def declare_keycloak_url(stack: KeycloakStack, environment: Environment) -> str:
    """Add the variable `keycloak_url`, at stack level: its name is stable.

    Args:
        stack: The stack that holds the realm.
        environment: Has its default.

    Returns:
        Its value (token).
    """
    variable = TerraformVariable(
        stack,
        "keycloak_url",
        type="string",
        description="Public base URL of Keycloak: what issuers start with",
        default=environment.keycloak.url.rstrip("/"),
        nullable=False,
    )
    return variable.string_value


def add_api_outputs(
    stack: KeycloakStack, environment: Environment, *, endpoints: RealmEndpoints, api_client: ApiClient
) -> None:
    """Add the outputs, at stack level: their names are stable.

    Args:
        stack: The stack that holds the realm.
        environment: What it declares.
        endpoints: The realm's URLs.
        api_client: The API's client.
    """
    outputs = {
        "realm_name": ("Name of the realm", endpoints.realm),
        "client_id": ("OAuth client identifier of the API", api_client.client_id),
        "audience": ("Value of the aud claim", environment.api.effective_audience),
        "issuer": ("Value of the iss claim", endpoints.issuer),
        "token_endpoint": ("Where grants are traded for tokens", endpoints.token_endpoint),
        "jwks_uri": ("Keys that verify tokens", endpoints.jwks_uri),
        "discovery_url": ("OpenID Connect discovery document", endpoints.discovery_url),
    }
    for name, (description, value) in outputs.items():
        TerraformOutput(stack, name, description=description, value=value)
    # An ephemeral value cannot be an output. And stacks that refer to this one keep all its outputs in their states: a
    # team would have the API's secret in its own.
    if not (stack.context.secrets.write_only or environment.teams):
        TerraformOutput(
            stack,
            "client_secret",
            description="Secret of the API's client",
            value=api_client.client_secret,
            sensitive=True,
        )
