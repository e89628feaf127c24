"""KC-SECOND-FACTOR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.guardrails.keycloak.flows import Flows, same_realm
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SecondFactorFlow"]

_ROLES = frozenset(second_factor_role(factor) for factor in SECOND_FACTORS)
# What asks for a factor, or says who is asked.
_ASKING = frozenset({"auth-conditional-otp-form", "webauthn-authenticator", "conditional-user-role"})
_CONFIG = "keycloak_authentication_execution_config"
_OTP, _PASSKEY = (second_factor_role(factor) for factor in SECOND_FACTORS)
# What the conditions of such a flow say: who is asked for a one-time password, and who for a passkey.
_EXPECTED = (
    {"skipOtpRole": _PASSKEY, "forceOtpRole": _OTP},
    {"condUserRole": _PASSKEY, "negate": "false"},
)


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
        """Object to the bindings of such a realm, and to conditions that name other roles."""
        flows = Flows(configuration)
        for realm in configuration.resources("keycloak_realm"):
            roles = [
                role
                for role in configuration.resources("keycloak_role")
                if role.text("name") in _ROLES and role.value("client_id") is None and same_realm(role, realm)
            ]
            if roles:
                yield from _of_realm(configuration, realm, flows)


def _of_realm(configuration: Configuration, realm: Resource, flows: Flows) -> Iterator[Violation]:
    for binding in configuration.resources("keycloak_authentication_bindings"):
        if not same_realm(binding, realm):
            continue
        alias = binding.text("browser_flow")
        flow = next((each for each in flows.declared if each.text("alias") == alias and same_realm(each, realm)), None)
        steps = flows.all_steps(alias, flow) if flow else []
        found = {step.text("authenticator") for step in steps if (step.text("requirement") or "").upper() == "REQUIRED"}
        if not found >= _ASKING:
            yield binding.violation(f"browser_flow is '{alias or '…'}', which asks nobody for a second factor")
        steps_asking = {step.address for step in steps if step.text("authenticator") in _ASKING}
        configs = [
            config
            for config in configuration.resources(_CONFIG)
            if any(each.address in steps_asking for each in configuration.targets(config.value("execution_id")))
        ]
        if found >= _ASKING and not all(any(_holds(config, each) for config in configs) for each in _EXPECTED):
            yield binding.violation(f"browser_flow is '{alias}', whose conditions ask others for a second factor")


def _holds(config: Resource, expected: Mapping[str, str]) -> bool:
    return all((config.setting(key) or "false") == value for key, value in expected.items())
