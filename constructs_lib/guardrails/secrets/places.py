"""Where Keycloak's provider expects a secret: everywhere else it is shown, published or handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.secrets.names import names_secret

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["SECRET_PLACES", "holds_secrets", "takes_secret"]

_OF_CLIENT = frozenset({"client_secret", "client_secret_wo"})

SECRET_PLACES: dict[str, frozenset[str]] = {
    "keycloak": frozenset(
        {"access_token", "client_secret", "jwt_signing_key", "jwt_token", "password", "tls_client_private_key"}
    ),
    "keycloak_ldap_user_federation": frozenset({"bind_credential"}),
    "keycloak_openid_client": _OF_CLIENT,
    "keycloak_realm": frozenset({"smtp_server.auth.password", "smtp_server.token_auth.client_secret"}),
    "keycloak_realm_keystore_java_keystore": frozenset({"key_password", "keystore_password"}),
    "keycloak_realm_keystore_rsa": frozenset({"private_key"}),
    "keycloak_saml_client": frozenset({"signing_private_key"}),
    "keycloak_user": frozenset({"initial_password.value"}),
}
"""Arguments that hold secrets, by the type of the resource, or by the provider's name: those that the provider's schema
marks as sensitive, and those that it forgot to mark. Identity providers are told by the end of their type."""

_IDENTITY_PROVIDER = "_identity_provider"
# Resources whose settings Keycloak keeps for itself; those called a secret there are masked or never shown.
_WITH_SETTINGS = ("keycloak_authentication_execution_config", "keycloak_custom_user_federation")
_SETTINGS = frozenset({"config", "extra_config"})
_SHOWING_SECRETS = ("keycloak_saml_client_installation_provider",)


def holds_secrets(resource_type: str) -> bool:
    """Tell whether a resource, or a data source, of a type holds a secret somewhere; another provider's may always.

    Args:
        resource_type: The type, without `data.`.
    """
    return (
        not resource_type.startswith("keycloak_")
        or resource_type in SECRET_PLACES
        or resource_type in _WITH_SETTINGS
        or resource_type in _SHOWING_SECRETS
        or resource_type.endswith(_IDENTITY_PROVIDER)
    )


def takes_secret(resource: Resource, path: tuple[str, ...]) -> bool:
    """Tell whether an argument of a resource, or of the provider, is there for a secret.

    Args:
        resource: The resource.
        path: Keys that lead to the argument.
    """
    is_identity_provider = resource.type.endswith(_IDENTITY_PROVIDER)
    if path[0] in _SETTINGS:
        return (is_identity_provider or resource.type in _WITH_SETTINGS) and names_secret(path)
    places = _OF_CLIENT if is_identity_provider else SECRET_PLACES.get(resource.type, frozenset())
    return ".".join(path) in places
