"""KC-MACHINE-REFRESH."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["MachineRefresh"]


class MachineRefresh(Rule):
    """A machine asks for a new token with its credential."""

    id = "KC-MACHINE-REFRESH"
    info = "a machine gets refresh tokens"
    why = "A refresh token is a second credential that lives for hours, where the machine can use its own at any time."
    source = "RFC 6749 section 4.4.3"
    remedy = "set use_refresh_tokens_client_credentials to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients that have it on."""
        for client in configuration.resources("keycloak_openid_client"):
            if client.is_true("use_refresh_tokens_client_credentials"):
                yield client.violation("the client credentials grant brings refresh tokens")
