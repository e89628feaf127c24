"""KC-SCOPE-BASIC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DefaultScopesBasic"]


class DefaultScopesBasic(Rule):
    """A client's default scopes hold `basic`."""

    id = "KC-SCOPE-BASIC"
    info = "default scopes lack 'basic'"
    why = "Since Keycloak 25 the scope 'basic' brings sub and auth_time: without it a token says of nobody whose it is."
    source = "RFC 9068 section 2.2"
    remedy = "add 'basic' to default_scopes"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to lists without it; what is known only at apply may be it."""
        for scopes in configuration.resources("keycloak_openid_client_default_scopes"):
            if "basic" not in scopes.texts("default_scopes") and not scopes.symbols("default_scopes"):
                yield scopes.violation("the client's default scopes lack 'basic'")
