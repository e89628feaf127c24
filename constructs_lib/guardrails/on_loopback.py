"""What is not asked of a Keycloak on this machine: the one place that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["NEEDLESS", "is_needless", "runs_here"]

NEEDLESS = "not asked of a Keycloak on this machine"
"""What reports say of a finding that nobody has to mend there."""

_PROVIDER = "keycloak"


def runs_here(keycloak_url: str | None, configuration: Configuration) -> bool:
    """Tell whether stacks are applied to a Keycloak on this machine.

    Args:
        keycloak_url: Where the environment says that its Keycloak is; None where nothing says so.
        configuration: Its stacks. One whose provider names another server, or one that cannot be read, is not local.
    """
    return (
        keycloak_url is not None
        and is_loopback(keycloak_url)
        and all(
            is_loopback(provider.text("url") or "")
            for provider in configuration.providers()
            if provider.type == _PROVIDER and provider.is_set("url")
        )
    )


def is_needless(rule: Rule, violation: Violation) -> bool:
    """Tell whether nobody has to exempt a local environment from what a rule objects to."""
    return rule.needless_on_loopback or violation.stays_here
