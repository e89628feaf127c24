"""KC-BRUTE-FORCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BruteForce"]

# NIST SP 800-63B section 5.2.2: 100 consecutive failures at the most.
_MOST_FAILURES = 100
_BLOCK = "security_defenses.brute_force_detection"
# Less than these stops no program that guesses; failures that are forgotten sooner never add up.
_LEAST_SECONDS = {"wait_increment_seconds": 10, "max_failure_wait_seconds": 60, "failure_reset_time_seconds": 600}


class BruteForce(Rule):
    """Guessing passwords locks an account for a while."""

    id = "KC-BRUTE-FORCE"
    info = "brute-force detection is off"
    why = "Passwords can be guessed without limit, as by Keycloak's default."
    source = "ASVS 5.0 V6.3.1"
    remedy = "add security_defenses.brute_force_detection with max_login_failures of 100 or less, and waits"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to realms without detection, and to limits and waits that stop nobody."""
        for realm in configuration.resources("keycloak_realm"):
            detection = realm.value(_BLOCK)
            if detection is None or detection == []:
                yield realm.violation("brute-force detection is off")
                continue
            failures = realm.number(f"{_BLOCK}.max_login_failures")
            if failures is not None and not 0 < failures <= _MOST_FAILURES:
                yield realm.violation(f"an account is locked only after {failures} wrong passwords")
            permanent = realm.may_be_true(f"{_BLOCK}.permanent_lockout")
            for argument, least in _LEAST_SECONDS.items():
                seconds = realm.number(f"{_BLOCK}.{argument}")
                if seconds is not None and seconds < least and not (permanent and "wait" in argument):
                    yield realm.violation(f"{argument} is {seconds}, less than {least}")
