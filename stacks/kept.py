"""What stays as it was found in a realm that was adopted, beside what the other keys say."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt, field_validator

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.props import Props
from constructs_lib.declaration.props.text_rules import TextPattern
from constructs_lib.declaration.props.values import ClientId, Username

__all__ = ["KeptProps", "KeptValue"]

KeptValue = StrictBool | StrictInt | str | list[str] | dict[str, str] | None
"""A value as the provider takes it; null leaves the argument out."""

_Type = Annotated[
    str,
    TextPattern(
        "keycloak_[a-z0-9_]{1,80}",
        "name a resource type of the provider, such as 'keycloak_realm'",
        examples=("keycloak_realm", "keycloak_openid_client"),
    ),
]
_Argument = Annotated[
    str,
    TextPattern(
        r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){0,3}",
        "name an argument of the provider's resource, such as 'revoke_refresh_token'; one of a block within it is "
        "written 'security_defenses.headers.x_frame_options'",
        examples=("revoke_refresh_token", "security_defenses.headers.x_frame_options"),
    ),
]
# What may be kept of; who holds a role, and who is in a group, other keys alone say.
_TYPES = frozenset(
    {
        *("keycloak_realm", "keycloak_realm_events", "keycloak_authentication_bindings", "keycloak_default_roles"),
        *("keycloak_realm_default_client_scopes", "keycloak_realm_optional_client_scopes", "keycloak_required_action"),
        *("keycloak_realm_keystore_ecdsa_generated", "keycloak_openid_client", "keycloak_openid_client_scope"),
        *("keycloak_openid_client_default_scopes", "keycloak_openid_client_optional_scopes", "keycloak_role"),
        *("keycloak_generic_protocol_mapper", "keycloak_group", "keycloak_user", "keycloak_ldap_user_federation"),
        *("keycloak_oidc_identity_provider", "keycloak_saml_identity_provider"),
        *("keycloak_ldap_user_attribute_mapper", "keycloak_ldap_msad_user_account_control_mapper"),
    }
)
# By these a resource is another one, or they hold a secret, or they decide how Terraform works.
_NEVER = frozenset(
    {
        *("realm", "realm_id", "client_id", "username", "alias", "for_each", "count", "lifecycle", "provider"),
        *("ldap_user_federation_id", "client_scope_id", "id"),
    }
)
_SECRET = ("secret", "password", "credential", "private_key", "certificate_key")


class KeptProps(Props):
    """What `make adopt` found in a realm and keeps, since this project's own value would be another.

    Each line is a difference from a realm that is made here. Take one out, look at `make diff`, and deploy: from then
    on that setting is this project's.
    """

    secrets: tuple[ClientId, ...] = ()
    """Clients, identity providers and directories that keep the secret that Keycloak has: no variable gives one.
    Terraform's state holds that of a client; of the others nobody can read it."""
    passwords: tuple[Username, ...] = ()
    """People whose accounts were there: their passwords and logins stay, and no variable gives a first password."""
    settings: dict[_Type, dict[str, dict[_Argument, KeptValue]]] = Field(default_factory=dict)
    """Arguments of resources, by the provider's type and by the name of what is meant: a realm, a `client_id`, a role.
    An expression of Terraform's is text here."""

    @field_validator("settings")
    @classmethod
    def _are_settings(
        cls, value: dict[str, dict[str, dict[str, KeptValue]]]
    ) -> dict[str, dict[str, dict[str, KeptValue]]]:
        for type_, named in value.items():
            if type_ not in _TYPES:
                raise ValueError(f"nothing is kept of {type_}: {hint(type_, sorted(_TYPES))}")
            for name, arguments in named.items():
                for argument in arguments:
                    if argument.partition(".")[0] in _NEVER or argument.endswith(_SECRET):
                        raise ValueError(f"{type_} '{name}': '{argument}' is not kept by a value: remove it")
        return value
