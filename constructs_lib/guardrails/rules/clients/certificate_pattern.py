"""KC-MTLS-PATTERN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["CertificatePattern"]


class CertificatePattern(Rule):
    """A certificate is compared as a whole."""

    id = "KC-MTLS-PATTERN"
    info = "the subject of a certificate is compared as a pattern"
    why = (
        "A dot in CN=edge.example matches any letter: another certificate of the same authority is taken for the "
        "client. It is the default of Keycloak."
    )
    source = "RFC 8705 section 2.1"
    remedy = 'set extra_config "x509.allow.regex.pattern.comparison" to false'

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients with `client-x509` that compare patterns, or leave it out."""
        for client in configuration.resources("keycloak_openid_client"):
            pattern = client.setting("x509.allow.regex.pattern.comparison")
            known = not isinstance(pattern, Symbol)
            if client.text("client_authenticator_type") == "client-x509" and known and pattern not in (False, "false"):
                yield client.violation("the subject of its certificate is compared as a pattern")
