"""What Keycloak must know of an OpenID Connect or OAuth 2.0 provider: declared, or known for the large ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.props import (
    GithubIdentityProviderProps,
    GoogleIdentityProviderProps,
    MicrosoftIdentityProviderProps,
)

if TYPE_CHECKING:
    from constructs_lib.declaration.props import OidcIdentityProviderProps

__all__ = ["OidcSettings", "oidc_settings"]

_OIDC_SCOPES = ("openid", "profile", "email")


@dataclass(frozen=True)
class OidcSettings:
    """The provider, as its discovery document describes it (OpenID Connect Discovery 1.0 section 3).

    Attributes:
        issuer: The `iss` of its tokens; none where it issues none that say who somebody is.
        authorization_url: Where people log in.
        token_url: Where codes are redeemed.
        jwks_url: Where its keys are.
        user_info_url: Where more is said of a person.
        logout_url: Where people log out.
        scopes: What Keycloak asks for.
        client_auth: How Keycloak proves itself.
        provider_id: Keycloak's kind of provider.
    """

    authorization_url: str
    token_url: str
    issuer: str | None = None
    jwks_url: str | None = None
    user_info_url: str | None = None
    logout_url: str | None = None
    scopes: tuple[str, ...] = _OIDC_SCOPES
    client_auth: str = "client_secret_post"
    provider_id: str = "oidc"


# https://accounts.google.com/.well-known/openid-configuration
_GOOGLE = OidcSettings(
    issuer="https://accounts.google.com",
    authorization_url="https://accounts.google.com/o/oauth2/v2/auth",
    token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - a URL
    jwks_url="https://www.googleapis.com/oauth2/v3/certs",
    user_info_url="https://openidconnect.googleapis.com/v1/userinfo",
)

# GitHub documentation, "Authorizing OAuth apps"
_GITHUB = OidcSettings(
    authorization_url="https://github.com/login/oauth/authorize",
    token_url="https://github.com/login/oauth/access_token",  # noqa: S106 - a URL
    user_info_url="https://api.github.com/user",
    scopes=("user:email",),
    provider_id="github",
)


def oidc_settings(
    props: OidcIdentityProviderProps
    | MicrosoftIdentityProviderProps
    | GoogleIdentityProviderProps
    | GithubIdentityProviderProps,
) -> OidcSettings:
    """Return the settings of a declared provider."""
    match props:
        case GoogleIdentityProviderProps():
            return _GOOGLE
        case GithubIdentityProviderProps():
            return _GITHUB
        case MicrosoftIdentityProviderProps():
            return _microsoft(props.tenant)
        case _:
            return OidcSettings(
                issuer=props.issuer,
                authorization_url=props.authorization_url,
                token_url=props.token_url,
                jwks_url=props.jwks_url,
                user_info_url=props.user_info_url,
                logout_url=props.logout_url,
                scopes=props.scopes,
                client_auth=props.client_auth,
            )


def _microsoft(tenant: str) -> OidcSettings:
    """https://login.microsoftonline.com/<tenant>/v2.0/.well-known/openid-configuration."""
    base = f"https://login.microsoftonline.com/{tenant}"
    return OidcSettings(
        issuer=f"{base}/v2.0",
        authorization_url=f"{base}/oauth2/v2.0/authorize",
        token_url=f"{base}/oauth2/v2.0/token",
        jwks_url=f"{base}/discovery/v2.0/keys",
        logout_url=f"{base}/oauth2/v2.0/logout",
    )
