"""KC-LDAP-TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback, is_loopback_address
from constructs_lib.guardrails.keycloak.directories import DIRECTORIES, directory_is_on, directory_text
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LdapPlain"]


class LdapPlain(Rule):
    """A directory is asked over TLS."""

    id = "KC-LDAP-TLS"
    info = "a directory is asked without TLS"
    why = "Every password that is entered, and the bind credential, crosses the network in clear text."
    source = "ASVS 5.0 V12.3.1, Keycloak guide 'Server Administration', 'Connecting to LDAP over SSL'"
    remedy = "use ldaps:// or https://, or set start_tls of LDAP to true"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to `ldap://` without StartTLS, several URLs in one text too, and to http of a custom federation."""
        for federation in configuration.resources(*DIRECTORIES):
            if directory_is_on(federation, "start_tls", unknown=True):
                continue
            for url in (directory_text(federation, "connection_url") or "").split():
                if url.lower().startswith("ldap://"):
                    fault = f"connection_url must use ldaps, got '{url}'"
                    yield federation.violation(fault, stays_here=is_loopback(url))
        for federation in configuration.resources("keycloak_custom_user_federation"):
            for (*_, key), value in leaves({"config": federation.value("config")}):
                text = value.pattern if isinstance(value, Symbol) else value
                if not isinstance(text, str) or is_loopback_address(text):
                    continue
                if text.strip().lower().startswith("http://"):
                    yield federation.violation(f"{key} must use https, got '{text}'")
