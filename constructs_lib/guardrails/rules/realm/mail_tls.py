"""KC-MAIL-TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["MailTls"]


class MailTls(Rule):
    """Mail leaves over TLS."""

    id = "KC-MAIL-TLS"
    info = "mail is sent without TLS"
    why = "Links that reset a password, and the mail server's own password, cross the network in clear text."
    source = "ASVS 5.0 V12.3.1"
    remedy = "set smtp_server.starttls or smtp_server.ssl to true"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to mail servers without either."""
        for realm in configuration.resources("keycloak_realm"):
            if not realm.is_set("smtp_server.host"):
                continue
            if not (realm.may_be_true("smtp_server.starttls") or realm.may_be_true("smtp_server.ssl")):
                host = realm.text("smtp_server.host") or "the mail server"
                yield realm.violation(f"mail to '{host}' is sent without TLS", stays_here=is_loopback(f"//{host}"))
