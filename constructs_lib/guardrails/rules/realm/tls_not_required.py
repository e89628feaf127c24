"""KC-TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["TlsNotRequired"]


class TlsNotRequired(Rule):
    """Every request to a realm needs TLS."""

    id = "KC-TLS"
    info = "TLS is not required"
    why = (
        "Tokens, codes and passwords cross the network in clear text; Keycloak's default spares every private "
        "address, a cluster's own network included."
    )
    source = "ASVS 5.0 V12.2.1, RFC 9700 section 2.6"
    remedy = "set ssl_required to all"
    needless_on_loopback = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to every other value, and to the default, 'external'."""
        for realm in configuration.resources("keycloak_realm"):
            required = realm.value("ssl_required") if realm.is_set("ssl_required") else "external"
            if isinstance(required, str) and required.lower() != "all":
                yield realm.violation(f"ssl_required is '{required}', so that plain http is answered")
