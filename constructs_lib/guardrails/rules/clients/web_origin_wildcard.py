"""KC-WEB-ORIGIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["WebOriginWildcard"]


class WebOriginWildcard(Rule):
    """Browsers may call from named origins alone."""

    id = "KC-WEB-ORIGIN"
    info = "web origin '*' or 'null'"
    why = (
        "Any web page that a person has open may read the answers of the token endpoint: by '*', and by 'null' from a "
        "frame that has no origin."
    )
    source = "ASVS 5.0 V3.4.2, RFC 9700 section 2.6"
    remedy = "name the origins, or write '+' for those of the redirect URIs"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each client that lets every origin in."""
        for client in configuration.resources("keycloak_openid_client"):
            if "*" in client.texts("web_origins"):
                yield client.violation("web origin '*' lets every web page in")
            if "null" in client.texts("web_origins"):
                yield client.violation("web origin 'null' lets frames of every web page in")
