"""oauth2-proxy: nginx asks it about each request, with the roles that the path needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from constructs_lib.declaration.token_settings import ROLES_CLAIM
from constructs_lib.gateways.bound_tokens import BEARER_TOKEN, BOUND_BEARER_TOKEN
from constructs_lib.gateways.caller_headers import MADE_UP_HEADERS
from constructs_lib.gateways.head import head
from constructs_lib.gateways.preset import Preset
from constructs_lib.gateways.server_address import ServerAddress
from constructs_lib.gateways.text_templates import render_template

if TYPE_CHECKING:
    from constructs_lib.declaration.props import PresetName
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["OAuth2ProxyPreset"]


class OAuth2ProxyPreset(Preset):
    """oauth2-proxy 7.6 and newer, which knows one list of groups an instance, behind nginx, which knows the paths."""

    name: ClassVar[PresetName] = "oauth2-proxy"
    checked: ClassVar[str] = "oauth2-proxy 7.15.6 behind Debian's nginx, by seeded attempts to get past it"
    picks_servers: ClassVar[bool] = False
    takes_slashes: ClassVar[bool] = True
    limits: ClassVar[tuple[str, ...]] = (
        "401: no token, or one that is not for this API; 403: a missing role, an unknown path.",
        "Clock skew is not settable: expiry is exact. The token's `typ` is not checked: its roles are.",
        "A token that is bound to a key or a certificate (RFC 9449, RFC 8705) is refused: no proof is checked.",
    )

    def files(self, api: ProtectedApi) -> dict[str, str]:
        """Return `oauth2-proxy.cfg`, and `nginx.conf` for nginx's `http` block (`/etc/nginx/conf.d/`)."""
        cookie = "Set OAUTH2_PROXY_COOKIE_SECRET to a random secret: openssl rand -hex 16"
        return {
            "oauth2-proxy.cfg": render_template(
                "oauth2-proxy.cfg.j2", api=api, head=head(api, self, cookie), roles_claim=ROLES_CLAIM
            ),
            "nginx.conf": render_template(
                "nginx.conf.j2",
                api=api,
                head=head(api, self, "For the http block of nginx, such as a file in /etc/nginx/conf.d/."),
                upstream=ServerAddress.of(api.gateway.upstream),
                bound_token=BOUND_BEARER_TOKEN,
                bearer_token=BEARER_TOKEN,
                made_up_headers=MADE_UP_HEADERS,
            ),
        }
