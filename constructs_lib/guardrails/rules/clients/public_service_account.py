"""KC-PUBLIC-MACHINE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["PublicServiceAccount"]


class PublicServiceAccount(Rule):
    """A machine proves who it is."""

    id = "KC-PUBLIC-MACHINE"
    info = "a public client has a service account"
    why = (
        "A public client has no credential: whoever knows its name would be the machine. The provider refuses it "
        "halfway through an apply."
    )
    source = "RFC 6749 section 4.4, ASVS 5.0 V10.4.10"
    remedy = "set access_type to CONFIDENTIAL, or service_accounts_enabled to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to public clients with service accounts."""
        for client in configuration.resources("keycloak_openid_client"):
            if client.text("access_type") == "PUBLIC" and client.is_true("service_accounts_enabled"):
                yield client.violation("a public client has a service account")
