"""KC-PASSWORD-GRANT."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["PasswordGrant"]


class PasswordGrant(FlagRule):
    """People give their password to Keycloak alone."""

    id = "KC-PASSWORD-GRANT"
    info = "the password grant is on"
    why = (
        "The application sees the password of the person; no second factor, no consent, and no protection from "
        "phishing apply."
    )
    source = "ASVS 5.0 V10.4.4, RFC 9700 section 2.4"
    remedy = "set direct_access_grants_enabled to false and use the authorization code flow"
    types = ("keycloak_openid_client",)
    flag = "direct_access_grants_enabled"
    right = False
    fault = "the password grant is on"
