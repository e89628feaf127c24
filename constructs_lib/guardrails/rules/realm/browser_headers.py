"""KC-BROWSER-HEADERS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrowserHeaders"]

_WEAK = {
    "x_frame_options": re.compile(r"^(?!(?:DENY|SAMEORIGIN)$)", re.IGNORECASE),
    "content_security_policy": re.compile(r"^(?!.*frame-ancestors)|'unsafe-|frame-ancestors[^;]*\*"),
    "x_content_type_options": re.compile(r"^(?!nosniff$)", re.IGNORECASE),
    "strict_transport_security": re.compile(r"^(?!.*max-age=)|max-age=0\b", re.IGNORECASE),
    "referrer_policy": re.compile(r"^$|unsafe-url"),
}


class BrowserHeaders(Rule):
    """The login page cannot be framed, sniffed or scripted from elsewhere."""

    id = "KC-BROWSER-HEADERS"
    info = "browser headers of the login page are weakened"
    why = "A page that frames the login page, or scripts within it, takes passwords and consents."
    source = "ASVS 5.0 V3.4, RFC 9700 section 4.16"
    remedy = "leave security_defenses.headers as Keycloak sets them, or write stricter ones"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to headers that were emptied or opened; those left out are sound."""
        for realm in configuration.resources("keycloak_realm"):
            for header, weak in _WEAK.items():
                text = realm.text(f"security_defenses.headers.{header}")
                if text is not None and weak.search(text):
                    yield realm.violation(f"header {header} is '{text}'")
