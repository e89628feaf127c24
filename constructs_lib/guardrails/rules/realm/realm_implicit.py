"""KC-REALM-IMPLICIT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RealmImplicit"]

_COMPUTED = (
    "registration_allowed",
    "duplicate_emails_allowed",
    "edit_username_allowed",
    "access_code_lifespan",
    "access_token_lifespan",
    "sso_session_idle_timeout",
    "sso_session_max_lifespan",
    "offline_session_idle_timeout",
    "offline_session_max_lifespan",
)


class RealmImplicit(Rule):
    """What decides about a realm's security is written out."""

    id = "KC-REALM-IMPLICIT"
    level = Level.WARNING
    info = "security settings of a realm are left implicit"
    why = (
        "The provider keeps what it finds on the server where these are left out: a change made by hand plans 'No "
        "changes'."
    )
    source = "provider resource keycloak_realm, optional and computed arguments"
    remedy = "write each of them"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn once a realm, with all that is missing."""
        for realm in configuration.resources("keycloak_realm"):
            missing = [argument for argument in _COMPUTED if not realm.is_set(argument)]
            if missing:
                yield realm.violation(f"left to the server: {', '.join(missing)}")
