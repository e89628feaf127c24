"""KC-DEVICE-FLOW."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["DeviceFlow"]


class DeviceFlow(FlagRule):
    """Nobody approves a code that somebody else started."""

    id = "KC-DEVICE-FLOW"
    info = "the device flow is on"
    why = (
        "Whoever sends a person a link with a user code gets a token in the name of that person: device code phishing."
    )
    source = "ASVS 5.0 V10.4.4, RFC 8628 section 5.4"
    remedy = "set oauth2_device_authorization_grant_enabled to false"
    types = ("keycloak_openid_client",)
    flag = "oauth2_device_authorization_grant_enabled"
    right = False
    fault = "the device flow is on"
