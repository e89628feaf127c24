"""KC-TEAM-PERSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["TeamPerson"]

_TEAM = "-team-"


class TeamPerson(Rule):
    """A team makes no account that somebody else would take for their own."""

    id = "KC-TEAM-PERSON"
    info = "a team's file declares a person, in a realm with an identity provider"
    why = (
        "Whoever comes from the identity provider with that address or name is told to link the account: who made it "
        "stays logged in, with the roles that the provider's claims then bring."
    )
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'First login flow'"
    remedy = "declare the person in the environment's own file, or let that file exempt the account"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to accounts in the stacks of teams."""
        # One for workloads links accounts, and brings nobody.
        if all(each.is_true("link_only") for each in configuration.resources(*IDENTITY_PROVIDERS)):
            return
        realms = {realm.stack for realm in configuration.resources("keycloak_realm")}
        for user in configuration.resources("keycloak_user"):
            if _TEAM in user.stack and user.stack not in realms:
                yield Violation(user.subject, "a team's file makes this account")
