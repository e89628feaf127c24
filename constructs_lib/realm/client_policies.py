"""Rules by which the realm itself refuses clients that fall short, whoever makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformResource
from constructs_lib.declaration.client_rules import client_rule_sets
from constructs_lib.terraform.order import replace_with, replaced_with

if TYPE_CHECKING:
    from constructs_lib.declaration.client_rules import ClientRule, RuleSet
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["ClientPolicies"]

_PROFILE, _POLICY = "keycloak_realm_client_policy_profile", "keycloak_realm_client_policy_profile_policy"


class ClientPolicies(Construct):
    """Client policies (Keycloak guide "Client policies"), made from the same settings as our own clients.

    Bindings of provider 4.5.0 lack the resources: they are written by their names.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        declaration: Whose clients must pass.

    Attributes:
        realm_id: The realm, once its policies are in force (token): what is made after them refers to it.
        last: The policy that is made last, for what must come after them in this stack.
    """

    def __init__(self, scope: Construct, id: str, *, realm: SecuredRealm, declaration: Declaration) -> None:
        super().__init__(scope, id)
        self._realm = realm
        # In another realm the provider (5.9.0) changes what is not there, and says nothing.
        self._home = replace_with(self, "Home", realm.id)
        first, *others = client_rule_sets(declaration)
        self.last = self._create(first)
        # Keycloak asks policies in the order in which they were made, and has them in one list: one after the other.
        for rules in others:
            self.last = self._create(rules, after=self.last)
        self.realm_id: str = self.last.get_string_attribute("realm_id")

    def _create(self, rules: RuleSet, *, after: TerraformResource | None = None) -> TerraformResource:
        scope = Construct(self, rules.name.removeprefix("ml-").capitalize())
        profile = TerraformResource(
            scope, "Profile", terraform_resource_type=_PROFILE, depends_on=[after] if after else None
        )
        profile.add_override("realm_id", self._realm.id)
        profile.add_override("name", rules.name)
        profile.add_override("executor", [_block(rule) for rule in rules.rules])
        policy = TerraformResource(scope, "Policy", terraform_resource_type=_POLICY)
        policy.add_override("realm_id", self._realm.id)
        policy.add_override("name", rules.name)
        policy.add_override("enabled", value=True)
        policy.add_override("profiles", [profile.get_string_attribute("name")])
        policy.add_override("condition", [_block(rule) for rule in rules.when])
        for resource in (profile, policy):
            replaced_with(resource, self._home)
        return policy


def _block(rule: ClientRule) -> dict[str, object]:
    return {"name": rule.name, **({"configuration": dict(rule.configuration)} if rule.configuration else {})}
