"""Another organization's login that people may come through: an identity provider that Keycloak brokers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.people_values import TenantId
from constructs_lib.declaration.props.public_keys import Certificate
from constructs_lib.declaration.props.server_limits import ShortText
from constructs_lib.declaration.props.text_rules import ALL_VISIBLE, NORMALIZED
from constructs_lib.declaration.props.url_values import BaseUrl, HttpUrl
from constructs_lib.declaration.props.values import Flag, GroupName, WholeNumber

__all__ = [
    "BrokerProps",
    "ClaimMap",
    "FirstLogin",
    "GithubIdentityProviderProps",
    "GoogleIdentityProviderProps",
    "IdentityProviderProps",
    "MicrosoftIdentityProviderProps",
    "OidcClientProps",
    "OidcIdentityProviderProps",
    "SamlAttributeProps",
    "SamlIdentityProviderProps",
]

_Text = Annotated[str, Field(min_length=1), ALL_VISIBLE, NORMALIZED]

ClaimMap = dict[_Text, dict[_Text, GroupName]]
"""From a claim's name and its value to our group."""

FirstLogin = Literal["create", "link"]
"""What happens to a person who comes for the first time."""


class BrokerProps(Props):
    """What all identity providers have in common. Its name is Keycloak's alias, part of the redirect URI.

    Tokens of the provider are checked and not kept. An e-mail address links nobody to an account that exists: who wants
    that proves the account by its password.
    """

    display_name: ShortText | None = None
    """Name on the login page; defaults to the provider's name here."""
    enabled: Flag = True
    """A disabled one stands on no login page."""
    trust_email: Flag = False
    """Its e-mail addresses count as proven. It links nobody to an account that exists."""
    first_login: FirstLogin = "create"
    """`create` makes an account for a new person; with `link` only people who have one here may come."""


class OidcClientProps(BrokerProps):
    """A provider at which Keycloak is an OAuth client. Its secret is the sensitive `<name>_client_secret`."""

    client_id: _Text
    """Keycloak's client identifier at the provider."""
    secret_rotation: WholeNumber = Field(default=1, ge=1)
    """Raise it by one when the secret's value changes: a write-only one is sent again only then."""


class OidcIdentityProviderProps(OidcClientProps):
    """Any OpenID Connect provider, with PKCE S256 (`keycloak_oidc_identity_provider`)."""

    type: Literal["oidc"]
    """Kind of provider."""
    issuer: BaseUrl
    """The `iss` of its tokens; any other is refused."""
    authorization_url: HttpUrl
    """Where people log in: `authorization_endpoint` of its discovery document."""
    token_url: HttpUrl
    """`token_endpoint`."""
    jwks_url: HttpUrl
    """Where its public keys are: `jwks_uri`."""
    user_info_url: HttpUrl | None = None
    """`userinfo_endpoint`; left out, the ID token alone says who a person is."""
    logout_url: HttpUrl | None = None
    """`end_session_endpoint`; left out, who logs out here stays logged in there."""
    client_auth: Literal["private_key_jwt", "client_secret_basic", "client_secret_post"] = "client_secret_basic"
    """How Keycloak proves itself; with `private_key_jwt` by the realm's own key, and there is no secret."""
    scopes: tuple[_Text, ...] = ("openid", "profile", "email")
    """What Keycloak asks for."""
    claims: ClaimMap = Field(default_factory=dict)
    """Which claims put a person into which of our groups; a claim within another is written `resource.roles`."""


class MicrosoftIdentityProviderProps(OidcClientProps):
    """Microsoft Entra ID: one tenant of it, by OpenID Connect."""

    type: Literal["microsoft"]
    """Kind of provider."""
    tenant: TenantId
    """Id of the tenant. `common` is none: it would let in anybody with a Microsoft account."""
    claims: ClaimMap = Field(default_factory=dict)
    """Which claims put a person into which of our groups: `groups` holds object ids, `roles` names of app roles."""


class GoogleIdentityProviderProps(OidcClientProps):
    """Google, by OpenID Connect."""

    type: Literal["google"]
    """Kind of provider."""
    claims: ClaimMap = Field(default_factory=dict)
    """Which claims put a person into which of our groups: `hd` holds the domain of a Workspace account."""
    first_login: FirstLogin = "link"
    """Everybody can have a Google account: by default only people who have an account here may come."""


class GithubIdentityProviderProps(OidcClientProps):
    """GitHub, by OAuth 2.0. It says nothing of groups: who comes has the grants of the account here."""

    type: Literal["github"]
    """Kind of provider."""
    first_login: FirstLogin = "link"
    """Everybody can have a GitHub account: by default only people who have an account here may come."""

    @property
    def claims(self) -> ClaimMap:
        """None: GitHub issues no token that says who somebody is."""
        return {}


class SamlAttributeProps(Props):
    """Names of the SAML attributes that say who somebody is."""

    username: _Text | None = None
    """Name of the account here; left out, it is the provider's name id, which says nothing to a reader of logs."""
    email: _Text = "email"
    """E-mail address."""
    first_name: _Text = "givenName"
    """First name."""
    last_name: _Text = "surname"
    """Last name."""


class SamlIdentityProviderProps(BrokerProps):
    """A SAML 2.0 identity provider (`keycloak_saml_identity_provider`): its assertions and our requests are signed."""

    type: Literal["saml"]
    """Kind of provider."""
    entity_id: _Text
    """Keycloak's own name at the provider, such as `https://sso.example.com/realms/ml`."""
    issuer: _Text
    """The provider's entity id; any other is refused."""
    single_sign_on_url: HttpUrl
    """Where people log in."""
    single_logout_url: HttpUrl | None = None
    """Where they log out; left out, who logs out here stays logged in there."""
    signing_certificate: Certificate
    """The certificate of the key that signs its assertions: in PEM, or its base64 alone."""
    attributes: SamlAttributeProps = Field(default_factory=SamlAttributeProps)
    """Names of the attributes that say who somebody is."""
    claims: ClaimMap = Field(default_factory=dict)
    """Which attributes, by name, put a person into which of our groups."""


IdentityProviderProps = Annotated[
    OidcIdentityProviderProps
    | SamlIdentityProviderProps
    | MicrosoftIdentityProviderProps
    | GoogleIdentityProviderProps
    | GithubIdentityProviderProps,
    Field(discriminator="type"),
]
