"""KC-DEVICE-FLOW."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DeviceFlow"]


class DeviceFlow(Rule):
    """Nobody approves a code that somebody else started."""

    id = "KC-DEVICE-FLOW"
    info = "the device flow is on"
    why = (
        "Whoever sends a person a link with a user code gets a token in the name of that person: device code phishing."
    )
    source = "ASVS 5.0 V10.4.4, RFC 8628 section 5.4"
    remedy = "set oauth2_device_authorization_grant_enabled to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each client that has it on."""
        for client in configuration.resources("keycloak_openid_client"):
            if client.is_true("oauth2_device_authorization_grant_enabled"):
                yield client.violation("the device flow is on")
