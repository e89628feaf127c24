"""KC-ACTION-LIFESPAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ActionLifespan"]

_DAY_S = 24 * 3600
# An invitation may lie over a holiday; who asks for a new password is there.
_LONGEST_DAYS = {"action_token_generated_by_admin_lifespan": 7, "action_token_generated_by_user_lifespan": 1}


class ActionLifespan(Rule):
    """Links in mails, which set a password without the old one, end."""

    id = "KC-ACTION-LIFESPAN"
    info = "links in mails live too long"
    why = (
        "Such a link sets the password of an account: a mail that was forwarded, or lies in a mailbox that was broken "
        "into, is a credential for as long."
    )
    source = "ASVS 5.0 V6.4.1, NIST SP 800-63B section 3.1.3"
    remedy = (
        "set action_token_generated_by_admin_lifespan (lifespans.invitation) to 168h or less, and "
        "action_token_generated_by_user_lifespan to 24h or less"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to longer lifespans; Keycloak's own are 12 hours and 5 minutes."""
        for realm in configuration.resources("keycloak_realm"):
            for argument, days in _LONGEST_DAYS.items():
                lifespan = realm.duration(argument)
                if lifespan is not None and lifespan > days * _DAY_S:
                    longest = f"{days} days" if days > 1 else "a day"
                    yield realm.violation(f"{argument} is {realm.text(argument)}, more than {longest}")
