"""KC-PERMANENT-PASSWORD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["PermanentPassword"]


class PermanentPassword(Rule):
    """A first password is changed at the first login."""

    id = "KC-PERMANENT-PASSWORD"
    info = "a first password is permanent"
    why = "Who deploys knows the password, and the state keeps it: it is never the person's own."
    source = "ASVS 5.0 V6.4.1"
    remedy = "set initial_password.temporary to true"
    needless_on_loopback = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to passwords that are not temporary, the provider's default."""
        for user in configuration.resources("keycloak_user"):
            if user.is_set("initial_password") and not user.may_be_true("initial_password.temporary"):
                yield user.violation("its first password is permanent")
