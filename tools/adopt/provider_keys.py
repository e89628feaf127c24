"""What the keys of an identity provider say of one that was found, and what is kept of it beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.props import OidcIdentityProviderProps
from tools.adopt.draft import accepted
from tools.audit.canonical import is_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.audit.live.snapshot import Entry

__all__ = ["NO_KEY", "UNREAD_OF_PROVIDER", "kept_of_provider", "provider_keys"]

NO_KEY: Mapping[str, str] = {
    "identity_providers": "files declare OpenID Connect providers with issuer, URLs by https, and keys by a URL",
    "federation": "files declare LDAP directories that Keycloak reads with an account of its own",
}
"""Why a source of people is left alone that no key expresses."""

UNREAD_OF_PROVIDER = frozenset(
    {"provider_id", "default_scopes", "accepts_prompt_none_forward_from_client", "extra_config"}
)
"""Arguments that Terraform's provider does not read of an identity provider that is there."""

_OIDC = "oidc"
_METHODS = ("private_key_jwt", "client_secret_basic", "client_secret_post")
# What arguments of the provider say, of 4.5.0 and 5.9.0; the rest of the configuration is `extra_config`.
_TYPED = frozenset(
    {
        *("backchannelSupported", "validateSignature", "authorizationUrl", "clientId", "tokenUrl", "logoutUrl"),
        *("uiLocales", "loginHint", "jwksUrl", "userInfoUrl", "useJwksUrl", "disableUserInfo", "defaultScope"),
        *("acceptsPromptNoneForwardFromClient", "issuer", "hideOnLoginPage", "guiOrder", "syncMode"),
    }
)


def provider_keys(provider: Entry) -> dict[str, Any] | None:
    """Return the keys of an identity provider; None where none express it.

    A first login goes as it went: `first_login` is the one that adds no mapper, and the flow is kept.

    Args:
        provider: As Keycloak gives it.
    """
    config: Entry = provider.get("config", {})
    if provider["providerId"] != _OIDC or provider.get("organizationId"):
        return None
    needed = {
        "type": _OIDC,
        "issuer": config.get("issuer"),
        "authorization_url": config.get("authorizationUrl"),
        "token_url": config.get("tokenUrl"),
        "jwks_url": config.get("jwksUrl"),
        "client_id": config.get("clientId"),
        "first_login": "link",
    }
    method = config.get("clientAuthMethod")
    try:
        return accepted(
            OidcIdentityProviderProps,
            needed,
            {
                "display_name": provider.get("displayName") or None,
                "enabled": bool(provider.get("enabled", True)),
                "trust_email": bool(provider.get("trustEmail")),
                "user_info_url": config.get("userInfoUrl") or None,
                "logout_url": config.get("logoutUrl") or None,
                "client_auth": method if method in _METHODS else None,
                "scopes": str(config.get("defaultScope") or "openid").split(),
            },
        )
    except ValidationError:
        return None


def kept_of_provider(provider: Entry) -> dict[str, Any]:
    """Return arguments that the provider of Terraform does not read of one that is there, with what is in force.

    Args:
        provider: As Keycloak gives it.
    """
    config: Entry = provider.get("config", {})
    return {
        "default_scopes": str(config.get("defaultScope") or "openid"),
        "accepts_prompt_none_forward_from_client": config.get("acceptsPromptNoneForwardFromClient") == "true",
        "sync_mode": config.get("syncMode") or "LEGACY",
        "extra_config": {
            name: str(value) for name, value in sorted(config.items()) if name not in _TYPED and not is_secret(name)
        },
    }
