"""KC-PROVIDER-TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["ProviderTls"]


class ProviderTls(Rule):
    """Terraform checks Keycloak's certificate."""

    id = "KC-PROVIDER-TLS"
    info = "Keycloak's certificate is not checked"
    why = "Anybody on the way reads the administrator's credentials and every secret that is applied."
    source = "ASVS 5.0 V12.3.2"
    remedy = "remove tls_insecure_skip_verify, and give the provider root_ca_certificate"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to providers that skip the check."""
        for stack in configuration.stacks:
            for name, blocks in stack.json.get("provider", {}).items():
                for block in blocks if isinstance(blocks, list) else [blocks]:
                    if block.get("tls_insecure_skip_verify") in (True, "true"):
                        yield Violation(stack.element("provider", name), "tls_insecure_skip_verify is on")
