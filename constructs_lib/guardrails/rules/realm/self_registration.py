"""KC-SELF-REGISTRATION."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["SelfRegistration"]


class SelfRegistration(FlagRule):
    """Nobody makes an account for themselves."""

    id = "KC-SELF-REGISTRATION"
    info = "people can register themselves"
    why = "Anybody who reaches the login page gets an account, and with it every default role and group."
    source = "ASVS 5.0 V8.2.1, Keycloak guide 'Server Administration', 'Allowing user registration'"
    remedy = "set registration_allowed to false"
    types = ("keycloak_realm",)
    flag = "registration_allowed"
    right = False
    fault = "registration_allowed is on"
