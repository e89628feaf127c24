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

_SHORTEST, _LONGEST = 12, 64
# How long after a login somebody replaces the password without giving it: Keycloak's own.
_RECENT_SECONDS = 300
_RULE = re.compile(r"\b(\w+)\(([^)]*)\)")
# What Keycloak 26 does by default, which is what OWASP's Password Storage Cheat Sheet asks for at least.
_ITERATIONS = {"argon2": 5, "pbkdf2-sha512": 210_000, "pbkdf2-sha256": 600_000, "pbkdf2": 1_300_000}


class PasswordPolicy(Rule):
    """Passwords have 12 characters at least, and are stored so that guessing them is slow."""

    id = "KC-PASSWORD-POLICY"
    info = "the password policy is weak"
    why = (
        "Keycloak accepts a password of one character by default; short ones are guessed, online and from a stolen "
        "database."
    )
    source = "ASVS 5.0 V6.2.1, V6.2.9 and V11.4.2"
    remedy = "set password_policy to 'length(12) and notUsername and notEmail' or stronger"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to realms without a policy, and to one that accepts less."""
        for realm in configuration.resources("keycloak_realm"):
            if not realm.is_set("password_policy"):
                yield realm.violation("it has no password policy")
            elif (policy := realm.text("password_policy")) is not None:
                yield from (realm.violation(f"its password policy '{policy}' {fault}") for fault in _faults(policy))


def _faults(policy: str) -> Iterator[str]:
    rules = {name: argument.strip() for name, argument in _RULE.findall(policy)}  # the last of two counts
    if _number(rules.get("length")) < _SHORTEST:
        yield f"accepts fewer than {_SHORTEST} characters"
    if "maxLength" in rules and _number(rules["maxLength"]) < _LONGEST:
        yield f"refuses passwords of {_LONGEST} characters"
    if _number(rules.get("maxAuthAge")) > _RECENT_SECONDS:
        yield f"lets whoever finds a session open replace the password later than {_RECENT_SECONDS} seconds after login"
    algorithm = rules.get("hashAlgorithm") or "argon2"
    if algorithm not in _ITERATIONS:
        yield f"stores passwords by '{algorithm}'"
    elif "hashIterations" in rules and _number(rules["hashIterations"]) < _ITERATIONS[algorithm]:
        yield f"stores passwords with fewer than {_ITERATIONS[algorithm]} iterations of {algorithm}"


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < _SHORTEST else 0
