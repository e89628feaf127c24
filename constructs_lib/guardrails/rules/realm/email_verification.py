"""KC-EMAIL-VERIFICATION."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.level import Level

__all__ = ["EmailVerification"]


class EmailVerification(FlagRule):
    """People prove their e-mail address."""

    id = "KC-EMAIL-VERIFICATION"
    level = Level.WARNING
    info = "e-mail addresses are not verified"
    why = "An account can bear another person's address, which applications may take for its owner."
    source = "OpenID Connect Core 1.0 section 5.1"
    remedy = "set verify_email to true, with an smtp_server"
    needless_on_loopback = True
    types = ("keycloak_realm",)
    flag = "verify_email"
    right = True
    fault = "verify_email is not on"
