"""Where the environment's Keycloak is, and by which protocol it answers there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.environment import Environment

__all__ = ["server_address_findings"]


def server_address_findings(environment: Environment) -> Iterator[Finding]:
    """Keycloak answers "HTTPS required" to each plain request of a realm whose `ssl_required` is `all`."""
    realm, url = environment.realm, environment.keycloak.url
    if realm.ssl_required == "all" and url.startswith("http://"):
        yield Finding(
            ("keycloak", "url"),
            f"realm '{realm.name}': its ssl_required is all, so that Keycloak would answer no request by http, got "
            f"'{url}': write https://…, or set realm.ssl_required to external",
        )
