"""KC-EMAIL-ASSUMED."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.level import Level

__all__ = ["AssumedEmail"]


class AssumedEmail(FlagRule):
    """An address is verified by its owner, not by declaration."""

    id = "KC-EMAIL-ASSUMED"
    level = Level.WARNING
    info = "an e-mail address is declared verified"
    why = "Applications that know people by their address trust it, though nobody has shown that it is theirs."
    source = "OpenID Connect Core 1.0 section 5.1"
    remedy = "leave email_verified out, and let verify_email ask the person"
    needless_on_loopback = True
    types = ("keycloak_user",)
    flag = "email_verified"
    right = False
    fault = "its e-mail address is declared verified, and was not"
