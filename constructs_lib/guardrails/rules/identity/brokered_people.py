"""KC-IDP-PEOPLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.group_origins import BrokerOrigin
from constructs_lib.declaration.login_steps import AfterPassword, first_login_steps
from constructs_lib.guardrails.keycloak.declared_groups import DeclaredGroups
from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.keycloak.flow_tree import FlowTrees
from constructs_lib.guardrails.keycloak.flows import Flows
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import FirstLogin
    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokeredPeople"]

_MARK = "keycloak_hardcoded_role_identity_provider_mapper"
_FLOW = "first_broker_login_flow_alias"
_MODES = ("IMPORT", "FORCE", "LEGACY")


class BrokeredPeople(Rule):
    """People of an identity provider log in there, and nobody gets another's account by it."""

    id = "KC-IDP-PEOPLE"
    info = "people of a declared identity provider are not told apart, or get in by another first login"
    why = (
        "A role marks whoever comes from an identity provider: without it a password that they set here outlives "
        "their account there. A first login that lacks a step links an account without its password, or its second "
        "factor."
    )
    source = "ASVS 5.0 V6.3.3 and V6.8.1"
    remedy = "leave the provider's mappers, its groups' roles and its first login to the declaration"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to declared providers whose people lack the role, or whose first login has other steps."""
        trees = FlowTrees(configuration, Flows(configuration))
        for declared in declared_realms(configuration):
            groups = DeclaredGroups(declared)
            for alias, props in declared.declaration.identity_providers.items():
                for provider in declared.some(*IDENTITY_PROVIDERS):
                    if provider.text("alias") == alias:
                        yield from _of_provider(declared, provider, props.first_login)
                        yield from _of_flow(declared, provider, props.first_login, trees)
            for name, origins in declared.checked.origins.items():
                for origin in origins:
                    group = groups.by_name.get(name)
                    below = groups.below(group, origin.source) if group is not None else None
                    if isinstance(origin, BrokerOrigin) and below is not None:
                        yield from groups.lacks_role(below, BROKERED_ROLE)


def _of_provider(declared: DeclaredRealm, provider: Resource, first_login: FirstLogin) -> Iterator[Violation]:
    marking = {"identity_provider_alias": provider.text("alias"), "role": BROKERED_ROLE}
    marks = [each.setting("syncMode") for each in declared.made(_MARK, having=marking)]
    if first_login == "create" and not any(mode in _MODES for mode in marks):
        yield provider.violation(f"no mapper gives the role '{BROKERED_ROLE}' to the people that it brings")
    elif AfterPassword.of(declared.declaration).second_factor and any(mode != "IMPORT" for mode in marks):
        yield provider.violation(
            f"a mapper gives the role '{BROKERED_ROLE}' to who linked an account here, too, which passes over its "
            "second factor: syncMode must be IMPORT"
        )


def _of_flow(
    declared: DeclaredRealm, provider: Resource, first_login: FirstLogin, trees: FlowTrees
) -> Iterator[Violation]:
    steps = first_login_steps(first_login, AfterPassword.of(declared.declaration))
    alias = provider.text(_FLOW)
    found = trees.of(alias, declared.realm) if declared.realm is not None else None
    other = "it is not declared" if found is None else trees.difference(found, steps)
    if other:
        yield provider.violation(f"{_FLOW} is '{alias or '…'}', not the one that is declared: {other}")
