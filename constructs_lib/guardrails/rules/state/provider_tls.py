"""KC-PROVIDER-TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback_address
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ProviderTls"]


class ProviderTls(Rule):
    """Terraform checks Keycloak's certificate."""

    id = "KC-PROVIDER-TLS"
    info = "Keycloak's certificate is not checked"
    why = "Anybody on the way reads the administrator's credentials and every secret that is applied."
    source = "ASVS 5.0 V12.3.2"
    remedy = "use an https url, remove tls_insecure_skip_verify, and give the provider root_ca_certificate"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to providers that skip the check, and to those that use plain http."""
        for provider in configuration.providers():
            if provider.is_true("tls_insecure_skip_verify"):
                yield provider.violation("tls_insecure_skip_verify is on")
            url = (provider.spelled("url") or "").lower()
            if url.startswith("http://") and not is_loopback_address(url):
                yield provider.violation(f"url must use https, got '{url}'")
