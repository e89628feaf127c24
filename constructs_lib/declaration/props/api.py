"""The ML serving API: the resource server that tokens are issued for."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.lifespans import ClientLifespanProps
from constructs_lib.declaration.props.mcp import ApiKind
from constructs_lib.declaration.props.server_limits import RedirectUri, ShortText, StoredUrl
from constructs_lib.declaration.props.url_values import HttpUrl
from constructs_lib.declaration.props.values import ClientId, Flag, Identifier, RoleName, WholeNumber

__all__ = ["ApiProps"]

_RESOURCE = re.compile("https://[^?#]+")
_URL: TypeAdapter[str] = TypeAdapter(HttpUrl)


class ApiProps(Props):
    """The serving API as a confidential Keycloak client (`keycloak_openid_client`).

    Its secret is the sensitive variable `<client_id>_client_secret`.
    """

    client_id: ClientId
    """OAuth client identifier of the API."""
    kind: ApiKind = "models"
    """What it serves: `models`, or the tools of an MCP server (`mcp`), which are the actions of its models."""
    display_name: ShortText | None = None
    """Name shown in the Admin Console; defaults to `client_id`."""
    audience: Identifier | None = None
    """The API's identifier in the `aud` claim (RFC 9068 section 3); defaults to `client_id`."""
    introspection: Flag = False
    """The API asks Keycloak whether a token still holds (RFC 7662): its `client_id` joins `audience` in `aud`."""
    resource_parameter: Flag = False
    """Experimental: clients may ask for this API by `resource` (RFC 8707) with its `audience`, where Keycloak runs with
    `--features=resource-indicators`: its `client_id` joins `audience` in `aud`, and `resource` narrows that to it."""
    access_role: RoleName = "model-api-access"
    """Client role that grants every model."""
    secret_rotation: WholeNumber = Field(default=1, ge=1)
    """Raise it by one when the secret's value changes: a write-only one is sent again only then."""
    enabled: Flag = True
    """A disabled client gets no token."""
    base_url: StoredUrl | None = None
    """Where the Admin Console links to."""
    admin_url: StoredUrl | None = None
    """Where Keycloak sends its admin call-backs."""
    redirect_uris: tuple[RedirectUri, ...] = ()
    """Where an authorization code may be sent (RFC 9700 section 2.1: exact match)."""
    web_origins: tuple[ShortText, ...] = ("+",)
    """Origins that browsers may call from; `+` stands for the origins of `redirect_uris`."""
    standard_flow: Flag = False
    """Authorization code flow, always with PKCE S256."""
    direct_access_grants: Flag = False
    """Password grant. RFC 9700 section 2.4 says it must not be used: for local development only."""
    service_accounts: Flag = False
    """Client credentials grant for the API itself."""
    lifespans: ClientLifespanProps = Field(default_factory=ClientLifespanProps)
    """Where tokens and sessions of its own flows live shorter than the realm's."""

    @model_validator(mode="after")
    def _has_what_resource_names(self) -> Self:
        """RFC 8707 section 2: an absolute URI; of Keycloak 26.7, without a query."""
        if not self.resource_parameter:
            return self
        if not self.audience or _RESOURCE.fullmatch(self.audience) is None:
            raise ValueError(
                "resource_parameter needs an audience that is a URL without '?' and '#', which clients send as "
                f"'resource', got '{self.audience or self.client_id}'"
            )
        try:
            _URL.validate_python(self.audience)
        except ValidationError as error:
            reason = error.errors()[0]["ctx"]["error"]
            raise ValueError(
                f"resource_parameter needs an audience that clients can send as 'resource': {reason}"
            ) from None
        return self

    @property
    def effective_audience(self) -> str:
        """The value of the `aud` claim: `audience`, or else `client_id`."""
        return self.audience or self.client_id

    @property
    def audiences(self) -> tuple[str, ...]:
        """What the API is called in `aud`: an API that asks Keycloak about tokens by its `client_id`, too.

        Since 26.6.2 Keycloak tells nobody about a token but a client in its audience (keycloak/keycloak#49113), and it
        finds a `resource` by the clients that are in it.
        """
        by_client = self.introspection or self.resource_parameter
        return tuple(dict.fromkeys((self.effective_audience, *((self.client_id,) if by_client else ()))))

    @property
    def lets_people_in(self) -> bool:
        """Whether people can log in to this client itself."""
        return self.enabled and (self.standard_flow or self.direct_access_grants)
