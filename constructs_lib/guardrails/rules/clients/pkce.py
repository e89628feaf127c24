"""KC-PKCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["Pkce"]


class Pkce(Rule):
    """Authorization codes are bound to who asked for them."""

    id = "KC-PKCE"
    info = "PKCE S256 is not required"
    why = (
        "Whoever intercepts an authorization code redeems it; 'plain' shows the verifier in the authorization request."
    )
    source = "ASVS 5.0 V10.4.6, RFC 9700 section 2.1.1"
    remedy = "set pkce_code_challenge_method to S256"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients with the authorization code flow whose challenge method is another, or none."""
        for client in configuration.resources("keycloak_openid_client"):
            method = client.value("pkce_code_challenge_method")
            if not client.is_true("standard_flow_enabled") or method == "S256" or isinstance(method, Symbol):
                continue
            yield client.violation(f"PKCE must be S256, got '{method}'" if method else "PKCE is not required")
