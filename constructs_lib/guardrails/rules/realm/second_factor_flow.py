"""KC-SECOND-FACTOR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.login_steps import FORGOTTEN_PASSWORD, AfterPassword, browser_steps
from constructs_lib.guardrails.keycloak.flow_tree import FlowTrees
from constructs_lib.guardrails.keycloak.flows import Flows
from constructs_lib.guardrails.keycloak.login_roles import (
    SECOND_FACTOR_ROLES,
    has_brokered_people,
    needs_second_factor,
    second_factor_roles,
)
from constructs_lib.guardrails.keycloak.wrong_logins import wrong_logins
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SecondFactorFlow"]


class SecondFactorFlow(Rule):
    """Who needs a second factor is asked for it."""

    id = "KC-SECOND-FACTOR"
    info = "a realm whose people need a second factor logs them in without"
    why = (
        "Groups call for a second factor by a role; only the realm's own login flow asks the role's holders for it. "
        "Another flow, or other roles in its conditions, let them in by a password alone."
    )
    source = "ASVS 5.0 V6.3.3, docs/how-to/second-factor.md"
    remedy = "leave the login flow, and what it asks whom, to the declaration's second_factor"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to roles of such a realm by another name, and to logins by other steps than ours."""
        trees = FlowTrees(configuration, Flows(configuration))
        for realm in configuration.resources("keycloak_realm"):
            if needs_second_factor(configuration, realm):
                yield from _of_roles(realm, second_factor_roles(configuration, realm))
                brokers = has_brokered_people(configuration, realm)
                yield from _of_bindings(configuration, realm, trees, brokers=brokers)


def _of_roles(realm: Resource, roles: list[Resource]) -> Iterator[Violation]:
    for role in roles:
        if (
            role.text("name") not in SECOND_FACTOR_ROLES
            or role.value("client_id") is not None
            or role.decided_by is not None
        ):
            yield role.violation("it is no realm role that the login asks for a second factor by")
    for name in sorted(SECOND_FACTOR_ROLES - {role.text("name") for role in roles}):
        yield realm.violation(f"the role '{name}', by which the login asks for a second factor, is not declared")


def _of_bindings(
    configuration: Configuration, realm: Resource, trees: FlowTrees, *, brokers: bool
) -> Iterator[Violation]:
    expected = {
        "browser_flow": browser_steps(AfterPassword(second_factor=True, brokers=brokers)),
        "reset_credentials_flow": FORGOTTEN_PASSWORD,
    }
    return wrong_logins(configuration, realm, trees, expected, whom="a second factor")
