"""KC-PASSWORD-GRANT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["PasswordGrant"]


class PasswordGrant(Rule):
    """People give their password to Keycloak alone."""

    id = "KC-PASSWORD-GRANT"
    info = "the password grant is on"
    why = (
        "The application sees the password of the person; no second factor, no consent, and no protection from "
        "phishing apply."
    )
    source = "ASVS 5.0 V10.4.4, RFC 9700 section 2.4"
    remedy = "set direct_access_grants_enabled to false and use the authorization code flow"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each client that has it on."""
        for client in configuration.resources("keycloak_openid_client"):
            if client.is_true("direct_access_grants_enabled"):
                yield client.violation("the password grant is on")
