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


class BruteForce(Rule):
    """Guessing passwords locks an account for a while."""

    id = "KC-BRUTE-FORCE"
    info = "brute-force detection is off"
    why = "Passwords can be guessed without limit, as by Keycloak's default."
    source = "ASVS 5.0 V6.3.1"
    remedy = "add security_defenses.brute_force_detection with max_login_failures of 100 or less"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to realms without detection, and to a limit that stops nobody."""
        for realm in configuration.resources("keycloak_realm"):
            detection = realm.value("security_defenses.brute_force_detection")
            failures = realm.value("security_defenses.brute_force_detection.max_login_failures")
            if detection is None or detection == []:
                yield realm.violation("brute-force detection is off")
            elif isinstance(failures, int) and failures > _MOST_FAILURES:
                yield realm.violation(f"an account is locked only after {failures} wrong passwords")
