"""Outputs of the stack that holds the realm: what gateways and clients are configured with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformOutput, TerraformVariable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.endpoints import RealmEndpoints
    from constructs_lib.realm.secured_api import SecuredApi
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
    stack: KeycloakStack, environment: Environment, *, endpoints: RealmEndpoints, apis: Mapping[str, SecuredApi]
) -> None:
    """Add the outputs, at stack level: their names are stable. Of several APIs they start with the API's name.

    Args:
        stack: The stack that holds the realm.
        environment: What it declares.
        endpoints: The realm's URLs.
        apis: The APIs by name.
    """
    prefixes = {name: f"{name.replace('-', '_')}_" if environment.apis else "" for name in apis}
    outputs = {
        "realm_name": ("Name of the realm", endpoints.realm),
        **{
            f"{prefix}{key}": (description, value)
            for name, prefix in prefixes.items()
            for key, description, value in (
                ("client_id", "OAuth client identifier of the API", apis[name].client.client_id),
                ("audience", "Value of the aud claim", environment.every_api[name].effective_audience),
            )
        },
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
        for name, prefix in prefixes.items():
            id = f"{prefix}client_secret"
            # The variable with the secret of a client that is called as an API is has the same name, and the same id.
            is_taken = stack.node.try_find_child(id) is not None
            TerraformOutput(
                Construct(stack, f"Api-{name}") if is_taken else stack,
                id,
                description="Secret of the API's client",
                value=apis[name].client.client_secret,
                sensitive=True,
            ).override_logical_id(id)
