"""What a large realm has beside its import: a login flow, identity providers with mappers, a directory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.support.servers.ldap_entries import READER
from tests.support.servers.ldap_server import SUFFIX

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["add_directory", "add_parts"]


def add_parts(admin: KeycloakAdmin, realm: str) -> None:
    """Add them, as an administrator does in the Admin Console.

    Args:
        admin: The Admin API.
        realm: Name of the realm.
    """
    at = f"realms/{realm}"
    flows = f"{at}/authentication/flows"
    admin.request("POST", f"{flows}/browser/copy", json={"newName": "corporate browser"})
    step = {"provider": "allow-access-authenticator"}
    admin.request("POST", f"{flows}/{quote('corporate browser')}/executions/execution", json=step)
    admin.request("PUT", at, json={"browserFlow": "corporate browser"})
    kinds = (("corp", "oidc", _OIDC), ("workforce", "oidc", _CHECKED), ("partner", "saml", _SAML))
    for alias, kind, config in kinds:
        body = {"alias": alias, "providerId": kind, "enabled": True, "trustEmail": alias == "corp", "config": config}
        admin.request("POST", f"{at}/identity-provider/instances", json=body)
    mapper = {
        "name": "employees",
        "identityProviderAlias": "corp",
        "identityProviderMapper": "hardcoded-role-idp-mapper",
        "config": {"syncMode": "INHERIT", "role": "employee"},
    }
    admin.request("POST", f"{at}/identity-provider/instances/corp/mappers", json=mapper)
    admin.request("POST", f"{at}/client-scopes", json={"name": "department", "protocol": "openid-connect"})


def add_directory(admin: KeycloakAdmin, realm: str, name: str, url: str, password: str) -> None:
    """Add an LDAP directory, whose people log in with its passwords.

    Args:
        admin: The Admin API.
        realm: Name of the realm.
        name: What it is called.
        url: Where it answers.
        password: Of the account that Keycloak reads with.
    """
    config = {
        "enabled": "true",
        "vendor": "other",
        "connectionUrl": url,
        "usersDn": f"ou=people,{SUFFIX}",
        "bindDn": READER,
        "bindCredential": password,
        "authType": "simple",
        "editMode": "READ_ONLY",
        "searchScope": "1",
        "usernameLDAPAttribute": "uid",
        "rdnLDAPAttribute": "uid",
        "uuidLDAPAttribute": "entryUUID",
        "userObjectClasses": "inetOrgPerson",
        "importEnabled": "true",
    }
    body = {
        "name": name,
        "providerId": "ldap",
        "providerType": "org.keycloak.storage.UserStorageProvider",
        "config": {key: [value] for key, value in config.items()},
    }
    admin.request("POST", f"realms/{realm}/components", json=body)


_ISSUER = "https://login.example.com"
_OIDC: dict[str, Any] = {
    "issuer": _ISSUER,
    "authorizationUrl": f"{_ISSUER}/authorize",
    "tokenUrl": f"{_ISSUER}/token",
    "clientId": "keycloak",
    "clientSecret": "a-secret-of-before-1A",
    "clientAuthMethod": "client_secret_post",
}
_WORKFORCE = "https://workforce.example.com"
# What a file can declare, with settings that no argument of the provider has.
_CHECKED: dict[str, Any] = {
    "issuer": _WORKFORCE,
    "authorizationUrl": f"{_WORKFORCE}/authorize",
    "tokenUrl": f"{_WORKFORCE}/token",
    "jwksUrl": f"{_WORKFORCE}/jwks",
    "useJwksUrl": "true",
    "validateSignature": "true",
    "logoutUrl": f"{_WORKFORCE}/logout",
    "clientId": "keycloak-workforce",
    "clientSecret": "a-secret-of-before-1A",
    "clientAuthMethod": "client_secret_basic",
    "defaultScope": "openid groups",
    "syncMode": "IMPORT",
    "prompt": "consent",
    "allowedClockSkew": "30",
}
_SAML: dict[str, Any] = {
    "entityId": "keycloak",
    "singleSignOnServiceUrl": "https://partner.example.com/sso",
    "nameIDPolicyFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
}
