"""Clients that register themselves with a token that an administrator gives (RFC 7591)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.server_limits import LargestNumber
from constructs_lib.declaration.props.text_rules import TextPattern
from constructs_lib.declaration.props.values import ActionName, Flag, ModelName, WholeNumber

__all__ = ["ClientRegistrationProps"]

_Host = Annotated[
    str,
    TextPattern(
        r"127\.0\.0\.1|(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.[a-z]{2,63}",
        "a redirect host is a whole host name in lower-case letters, without a wildcard, or 127.0.0.1 for programs on "
        "people's own machines",
        examples=("127.0.0.1", "agents.example.com"),
    ),
]


class ClientRegistrationProps(Props):
    """What a client may be that registers itself: a public or confidential one that people consent to, with PKCE."""

    redirect_hosts: tuple[_Host, ...] = Field(min_length=1)
    """Hosts that its URLs may name, exactly: by https, and 127.0.0.1 by http with any port."""
    scopes: dict[ModelName, tuple[ActionName, ...]] = Field(min_length=1)
    """What it may ask for, by model and action; what people get by it is what was granted to them."""
    offline_access: Flag = False
    """It may ask for refresh tokens that outlive the session, as SDKs of MCP do wherever the realm has them."""
    max_clients: WholeNumber = Field(ge=1, le=LargestNumber)
    """None registers any more once the realm has this many clients, Keycloak's own six and declared ones among them."""
