"""KC-TOKEN-TYPE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.flag_rule import SettingRule

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["TokenType"]


class TokenType(SettingRule):
    """An access token cannot be taken for another JWT."""

    id = "KC-TOKEN-TYPE"
    info = "access tokens do not say that they are access tokens"
    why = (
        "The header says 'JWT', as that of an ID token does: an API that follows RFC 9068 refuses it, another "
        "one takes an ID token for it."
    )
    source = "RFC 9068 section 2.1, RFC 8725 section 3.11"
    remedy = 'set extra_config "access.token.header.type.rfc9068" to true'
    types = ("keycloak_openid_client",)
    flag = "access.token.header.type.rfc9068"
    right = True
    fault = "the header of its tokens is not at+jwt"

    def concerns(self, resource: Resource) -> bool:
        """Look at the clients that tokens can be issued to."""
        return resource.text("access_type") != "BEARER-ONLY"
