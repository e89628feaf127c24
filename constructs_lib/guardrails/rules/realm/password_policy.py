"""KC-PASSWORD-POLICY."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["PasswordPolicy"]

_SHORTEST = 12


class PasswordPolicy(Rule):
    """Passwords have 12 characters at least."""

    id = "KC-PASSWORD-POLICY"
    info = "the password policy is weak"
    why = (
        "Keycloak accepts a password of one character by default; short ones are guessed, online and from a stolen "
        "database."
    )
    source = "ASVS 5.0 V6.2.1"
    remedy = "set password_policy to 'length(12) and notUsername and notEmail' or stronger"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to realms without a policy, and to one that accepts less."""
        for realm in configuration.resources("keycloak_realm"):
            if not realm.is_set("password_policy"):
                yield realm.violation("it has no password policy")
            elif (policy := realm.text("password_policy")) is not None:
                length = re.search(r"\blength\((\d+)\)", policy)
                if length is None or int(length[1]) < _SHORTEST:
                    yield realm.violation(f"its password policy '{policy}' accepts fewer than {_SHORTEST} characters")
