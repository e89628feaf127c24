"""KC-SECOND-FACTOR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.login_steps import FORGOTTEN_PASSWORD, AfterPassword, browser_steps
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.guardrails.keycloak.flow_tree import FlowTrees, difference
from constructs_lib.guardrails.keycloak.flows import Flows, same_realm
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SecondFactorFlow"]

_ROLES = frozenset(second_factor_role(factor) for factor in SECOND_FACTORS)
# How the paths go of the roles, and end of that of people from identity providers.
_OWN, _BROKERED = "/SecondFactor/", "/BrokeredPeople"
_CONFIG = "keycloak_authentication_execution_config"
_NAMING = ("forceOtpRole", "skipOtpRole", "condUserRole")


class SecondFactorFlow(Rule):
    """Who needs a second factor is asked for it."""

    id = "KC-SECOND-FACTOR"
    info = "a realm whose people need a second factor logs them in without"
    why = (
        "Groups call for a second factor by a role; only the realm's own login flow asks the role's holders for it. "
        "Another flow, or other roles in its conditions, let them in by a password alone."
    )
    source = "ASVS 5.0 V6.3.3, docs/second-factor.md"
    remedy = "leave the login flow, and what it asks whom, to the declaration's second_factor"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to roles of such a realm by another name, and to logins by other steps than ours."""
        trees = FlowTrees(configuration, Flows(configuration))
        for realm in configuration.resources("keycloak_realm"):
            roles = [each for each in configuration.resources("keycloak_role") if same_realm(each, realm)]
            own = [role for role in roles if _OWN in role.path or role.text("name") in _ROLES]
            if own or any(_names_one(each) for each in configuration.resources(_CONFIG) if same_realm(each, realm)):
                yield from _of_roles(realm, own)
                brokers = any(role.path.endswith(_BROKERED) or role.text("name") == BROKERED_ROLE for role in roles)
                yield from _of_bindings(configuration, realm, trees, brokers=brokers)


def _names_one(config: Resource) -> bool:
    return any(isinstance(value := config.setting(key), str) and value in _ROLES for key in _NAMING)


def _of_roles(realm: Resource, roles: list[Resource]) -> Iterator[Violation]:
    for role in roles:
        if role.text("name") not in _ROLES or role.value("client_id") is not None or role.decided_by is not None:
            yield role.violation("it is no realm role that the login asks for a second factor by")
    for name in sorted(_ROLES - {role.text("name") for role in roles}):
        yield realm.violation(f"the role '{name}', by which the login asks for a second factor, is not declared")


def _of_bindings(
    configuration: Configuration, realm: Resource, trees: FlowTrees, *, brokers: bool
) -> Iterator[Violation]:
    for config in trees.stray:
        if same_realm(config, realm):
            yield config.violation("it sets up a step that is declared nowhere: it may be one that asks")
    expected = {
        "browser_flow": browser_steps(AfterPassword(second_factor=True, brokers=brokers)),
        "reset_credentials_flow": FORGOTTEN_PASSWORD,
    }
    bindings = [each for each in configuration.resources("keycloak_authentication_bindings") if same_realm(each, realm)]
    # KC-FLOW-BINDING speaks of both at once, and of two.
    for binding in bindings or [realm]:
        for argument, steps in expected.items():
            alias = binding.text(argument)
            found = trees.of(alias, realm)
            other = "it is not declared" if found is None else difference(found, steps)
            if other:
                yield binding.violation(f"{argument} is '{alias or '…'}', not the one for a second factor: {other}")
