"""KC-TOKEN-TYPE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.clients import token_clients
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["TokenType"]


class TokenType(Rule):
    """An access token cannot be taken for another JWT."""

    id = "KC-TOKEN-TYPE"
    info = "access tokens do not say that they are access tokens"
    why = (
        "The header says 'JWT', as that of an ID token does: an API that follows RFC 9068 refuses it, another "
        "one takes an ID token for it."
    )
    source = "RFC 9068 section 2.1, RFC 8725 section 3.11"
    remedy = 'set extra_config "access.token.header.type.rfc9068" to true'

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients whose tokens have another type."""
        for client in token_clients(configuration):
            written = client.setting("access.token.header.type.rfc9068")
            if not isinstance(written, Symbol) and written not in (True, "true"):
                yield client.violation("the header of its tokens is not at+jwt")
