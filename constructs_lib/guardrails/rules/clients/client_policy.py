"""KC-CLIENT-POLICY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.client_registration import registration_policies
from constructs_lib.declaration.client_rules import client_rule_sets
from constructs_lib.guardrails.keycloak.declared_realms import own_realms
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import OpenList, OpenMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.client_rules import ClientRule, RuleSet
    from constructs_lib.declaration.props import ClientRegistrationProps
    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ClientPolicy"]

_REGISTRATION = "keycloak_realm_client_registration_policy"
_PROFILE, _POLICY = "keycloak_realm_client_policy_profile", "keycloak_realm_client_policy_profile_policy"


class ClientPolicy(Rule):
    """The realm itself refuses clients that fall short, as it is declared to."""

    id = "KC-CLIENT-POLICY"
    info = "a declared realm does not refuse the clients, or requests, that it should"
    why = (
        "A client that somebody makes in the Admin Console passes no guardrail: the realm's client policies are what "
        "refuses a lax one, and an override of them lets it in."
    )
    source = "ASVS 5.0 V10.4.6, Keycloak guide 'Server Administration', 'Client Policies'"
    remedy = "leave policies, profiles and who registers to the declaration, or set realm.client_policies to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to declared realms whose policies or profiles are not what the declaration makes of them."""
        for declared in own_realms(configuration):
            if declared.checked.features.client_policies and declared.declaration.realm.client_policies:
                for rules in client_rule_sets(declared.declaration):
                    yield from _of_profile(declared, rules)
                    yield from _of_policy(declared, rules)
            if declared.declaration.realm.client_registration:
                yield from _of_registration(declared, declared.declaration.realm.client_registration)


def _of_profile(declared: DeclaredRealm, rules: RuleSet) -> Iterator[Violation]:
    profiles = [each for each in declared.some(_PROFILE) if each.text("name") == rules.name]
    if not any(each.decided_by is None for each in profiles):
        yield declared.violation(f"its client policy profile '{rules.name}' is not made for sure")
    for profile in profiles:
        if _rules(profile, "executor") != _written(rules.rules):
            yield profile.violation("its executors are not those of the declaration")


def _of_policy(declared: DeclaredRealm, rules: RuleSet) -> Iterator[Violation]:
    policies = [each for each in declared.some(_POLICY) if each.text("name") == rules.name]
    if not any(each.decided_by is None for each in policies):
        yield declared.violation(f"its client policy '{rules.name}' is not made for sure")
    for policy in policies:
        if policy.value("enabled") is not None and not policy.is_true("enabled"):
            yield policy.violation("it is turned off")
        if policy.value("profiles") != [rules.name] or _rules(policy, "condition") != _written(rules.when):
            yield policy.violation("its profiles or conditions are not those of the declaration")


def _of_registration(declared: DeclaredRealm, props: ClientRegistrationProps) -> Iterator[Violation]:
    for policy in registration_policies(props):
        found = [each for each in declared.some(_REGISTRATION) if each.text("name") == policy.name]
        if not any(each.decided_by is None for each in found):
            yield declared.violation(f"its client registration policy '{policy.name}' is not made for sure")
        for each in found:
            settings = {name: each.value(name) for name in ("provider_id", "sub_type")}
            expected = {"provider_id": policy.provider, "sub_type": "authenticated"}
            if settings != expected or (each.value("config") or {}) != dict(policy.config):
                yield each.violation("it lets in other clients than the declaration does")


def _written(rules: tuple[ClientRule, ...]) -> list[tuple[str, dict[str, str]]]:
    return [(rule.name, dict(rule.configuration)) for rule in rules]


def _rules(resource: Resource, block: str) -> list[tuple[Value, Value]]:
    """Return the names and settings of blocks; nothing where they may be others."""
    value = resource.value(block)
    blocks = value if isinstance(value, list) else [value]
    if isinstance(value, OpenList) or any(isinstance(each, OpenMap) or not isinstance(each, dict) for each in blocks):
        return []
    return [(each.get("name"), each.get("configuration") or {}) for each in blocks if isinstance(each, dict)]
