"""KC-OTP-POLICY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["OtpPolicy"]

_BLOCK = "otp_policy"
_ALGORITHMS = frozenset({"HmacSHA1", "HmacSHA256", "HmacSHA512"})
_LEAST_DIGITS, _LONGEST_PERIOD, _MOST_STEPS = 6, 30, 1


class OtpPolicy(Rule):
    """A one-time password can be neither guessed nor used later."""

    id = "KC-OTP-POLICY"
    info = "one-time passwords can be guessed, or used later or again"
    why = (
        "A code of a counter never ends, each code that is taken early or late is one more that a guess may hit, and a "
        "code that counts twice serves whoever looked over a shoulder."
    )
    source = "ASVS 5.0 V6.5.1 and V6.5.5, RFC 4226 section 5.3, RFC 6238 section 5.2"
    remedy = (
        "leave otp_policy out, or set totp, 6 digits or more, a period of 30 s and a look_ahead_window of 1 at most"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to policies that make a code easier to guess, or let it live longer, than Keycloak's own."""
        for realm in configuration.resources("keycloak_realm"):
            if realm.value(_BLOCK) not in (None, []):
                for fault in _faults(realm):
                    yield realm.violation(fault)


def _faults(realm: Resource) -> Iterator[str]:
    if (kind := realm.value(f"{_BLOCK}.type")) not in (None, "totp") and not isinstance(kind, Symbol):
        yield f"{_BLOCK}.type is '{kind}', whose codes never end"
    algorithm = realm.value(f"{_BLOCK}.algorithm")
    if algorithm not in (None, *_ALGORITHMS) and not isinstance(algorithm, Symbol):
        yield f"{_BLOCK}.algorithm is '{algorithm}', none of RFC 6238"
    digits = realm.number(f"{_BLOCK}.digits")
    if digits is not None and digits < _LEAST_DIGITS:
        yield f"{_BLOCK}.digits is {digits}, less than {_LEAST_DIGITS}"
    for argument, most in (("period", _LONGEST_PERIOD), ("look_ahead_window", _MOST_STEPS)):
        number = realm.number(f"{_BLOCK}.{argument}")
        if number is not None and number > most:
            yield f"{_BLOCK}.{argument} is {number}, more than {most}"
    if realm.is_true(f"{_BLOCK}.code_reusable"):
        yield f"{_BLOCK}.code_reusable is on: a code works twice"
