"""An application that logs people in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.lifespans import ApplicationLifespanProps
from constructs_lib.declaration.props.server_limits import AppRedirectUri, LogoutUri, ShortText
from constructs_lib.declaration.props.values import ClientId, Flag, WholeNumber

__all__ = ["ApplicationProps"]


class ApplicationProps(Props):
    """A notebook or UI: authorization code with PKCE S256 (RFC 9700 section 2.1.1). Its name is its `client_id`.

    A person's token holds what the person was granted and the application asked for.
    """

    type: Literal["public", "confidential"] = "public"
    """A confidential one has a secret: the sensitive variable `<application>_client_secret`."""
    secret_rotation: WholeNumber = Field(default=1, ge=1)
    """Raise it by one when the secret's value changes: a write-only one is sent again only then."""
    redirect_uris: tuple[AppRedirectUri, ...] = Field(min_length=1)
    """Where an authorization code may be sent: exact match. A public application may listen on the person's own
    machine, at `http://127.0.0.1`, or have a scheme of its own: `com.example.app:/callback` (RFC 8252)."""
    web_origins: tuple[ShortText, ...] = ("+",)
    """Origins that browsers may call from; `+` stands for the origins of `redirect_uris`."""
    post_logout_redirect_uris: tuple[LogoutUri, ...] = ()
    """Where a person may be sent after logout."""
    description: ShortText = ""
    """What the application is."""
    lifespans: ApplicationLifespanProps = Field(default_factory=ApplicationLifespanProps)
    """Where its tokens and sessions live shorter than the realm's."""
    offline_access: Flag = False
    """It may ask for `offline_access`: a refresh token that outlives the person's session, for jobs at night."""
    consent: Flag = False
    """People are asked before the application acts for them."""
    groups_claim: Flag = False
    """Its tokens hold `groups`, the names of the person's groups: MLflow and Kubeflow decide by them. Of people from
    elsewhere they are those of the directory's groups, or of the identity provider."""
    userinfo: Flag = False
    """Its access tokens open the userinfo endpoint: they hold name and e-mail too, where it asks for these scopes."""
    pushed_requests: Flag = False
    """Authorization requests come by the back channel alone (RFC 9126), so that no browser can change them."""
    renamed_from: ClientId | None = None
    """Its name, and `client_id`, before: `make deploy` renames the client in place. Remove it after that."""
