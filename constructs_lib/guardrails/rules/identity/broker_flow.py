"""KC-BROKER-FLOW."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.login_steps import (
    FORGOTTEN_PASSWORD,
    AfterPassword,
    Step,
    browser_steps,
    first_login_steps,
    later_login_steps,
)
from constructs_lib.guardrails.keycloak.flow_tree import FlowTrees
from constructs_lib.guardrails.keycloak.flows import Flows, same_realm
from constructs_lib.guardrails.keycloak.login_roles import has_brokered_people, needs_second_factor
from constructs_lib.guardrails.keycloak.wrong_logins import wrong_logins
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.login_steps import Steps
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerFlow"]

_FIRST, _POST = "first_broker_login_flow_alias", "post_broker_login_flow_alias"
# Of a realm or its bindings, by provider 5.x: what those identity providers have that name none.
_OF_REALM = "first_broker_login_flow"
_BUILT_IN = "first broker login"
_REALM = "keycloak_realm"
_EXECUTION, _BINDINGS = "keycloak_authentication_execution", "keycloak_authentication_bindings"
# What asks once more, after a login at the provider.
_KNOWN = frozenset(
    {
        *("idp-confirm-link", "idp-confirm-override-link", "idp-create-user-if-unique"),
        *("idp-detect-existing-broker-user", "idp-email-verification", "idp-review-profile"),
        *("idp-username-password-form", "auth-conditional-otp-form", "auth-otp-form", "webauthn-authenticator"),
        *("auth-recovery-authn-code-form", "conditional-user-configured", "conditional-user-role"),
        *("conditional-credential", "deny-access-authenticator"),
    }
)
_CREATES_ALONE: tuple[Step | Steps, ...] = (Step("idp-create-user-if-unique", "REQUIRED"),)
_LINKS_ALONE = "idp-detect-existing-broker-user"


class BrokerFlow(Rule):
    """Who comes through an identity provider is linked by a flow that rules have read."""

    id = "KC-BROKER-FLOW"
    info = "logins by an identity provider go through a flow that is not known"
    why = (
        "The first login links an account that exists already: a flow that lacks a proof, or asks for it too late, "
        "hands anybody's account to whoever comes through the provider. Keycloak's own one asks for no second factor, "
        "and without a flow after later logins a link passes over the one that somebody needs since."
    )
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'First login flow'"
    remedy = (
        "leave the flows to the declaration's first_login and second_factor, or declare ones of the same steps in the "
        "same order, or a first one of idp-create-user-if-unique alone"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to flows that are declared nowhere, and to those of other steps than a declaration's."""
        flows = Flows(configuration)
        trees = FlowTrees(configuration, flows)
        for provider in configuration.resources():
            if provider.type.startswith("keycloak_") and provider.type.endswith("_identity_provider"):
                # Nobody logs in through one that only links: it is for workloads.
                logs_in = not provider.is_true("link_only")
                if logs_in:
                    yield from _of_first_login(configuration, provider, _FIRST, trees)
                if logs_in and needs_second_factor(configuration, provider):
                    yield from _of_second_factor(provider, trees)
                else:
                    yield from _of_later_logins(provider, flows)
        for holder in configuration.resources(_REALM, _BINDINGS):
            if holder.value(_OF_REALM) not in (None, "", _BUILT_IN):
                yield from _of_first_login(configuration, holder, _OF_REALM, trees)
        for realm in configuration.resources(_REALM):
            if has_brokered_people(configuration, realm) and not needs_second_factor(configuration, realm):
                yield from _of_password_login(configuration, realm, trees)


def _of_first_login(
    configuration: Configuration, holder: Resource, argument: str, trees: FlowTrees
) -> Iterator[Violation]:
    alias = holder.value(argument)
    second_factor = needs_second_factor(configuration, holder)
    if alias in (None, "", _BUILT_IN):
        if second_factor:
            yield holder.violation(f"{argument} is '{_BUILT_IN}', which asks nobody for a second factor")
        return
    found = trees.of(alias if isinstance(alias, str) else None, holder)
    if found is None:
        yield holder.violation(f"{argument} names a flow that is declared nowhere")
        return
    after = AfterPassword(second_factor=second_factor, brokers=has_brokered_people(configuration, holder))
    links_alone = any(node.authenticator == _LINKS_ALONE for node in found)
    fault = trees.difference(found, first_login_steps("link" if links_alone else "create", after))
    if fault and trees.difference(found, _CREATES_ALONE):
        yield holder.violation(f"{argument} is '{alias}', which is not a declaration's first login: {fault}")
    elif holder.type != _REALM and (late := trees.unfinished(holder, found)):
        yield holder.violation(f"{argument} is '{alias}': {late}")


def _of_second_factor(provider: Resource, trees: FlowTrees) -> Iterator[Violation]:
    """Object to later logins that do not ask who linked an account here for the second factor that it needs."""
    alias = provider.value(_POST)
    if alias in (None, ""):
        yield provider.violation(f"{_POST} names no flow: who linked an account here passes over its second factor")
        return
    found = trees.of(alias if isinstance(alias, str) else None, provider)
    if found is None:
        yield provider.violation(f"{_POST} names a flow that is declared nowhere")
        return
    fault = trees.difference(found, later_login_steps(AfterPassword(second_factor=True, brokers=True)))
    if fault:
        yield provider.violation(f"{_POST} is '{alias}', which is not that of a second factor: {fault}")
    elif late := trees.unfinished(provider, found):
        yield provider.violation(f"{_POST} is '{alias}': {late}")


def _of_later_logins(provider: Resource, flows: Flows) -> Iterator[Violation]:
    alias = provider.value(_POST)
    if alias in (None, ""):
        return
    flow = next((each for each in flows.declared if each.text("alias") == alias and same_realm(each, provider)), None)
    if flow is None:
        yield provider.violation(f"{_POST} names a flow that is declared nowhere")
        return
    for step in flows.all_steps(flow.text("alias"), flow):
        kind = step.text("authenticator")
        if step.type == _EXECUTION and kind not in _KNOWN:
            yield provider.violation(f"{_POST} has the step '{kind or '…'}', which proves nothing")


def _of_password_login(configuration: Configuration, realm: Resource, trees: FlowTrees) -> Iterator[Violation]:
    """Object to a login by which people of identity providers come in by a password, which outlives their account.

    KC-SECOND-FACTOR compares it where the realm needs a second factor, too.
    """
    expected = {"browser_flow": browser_steps(AfterPassword(second_factor=False, brokers=True))}
    if realm.may_be_true("reset_password_allowed"):
        expected["reset_credentials_flow"] = FORGOTTEN_PASSWORD
    return wrong_logins(configuration, realm, trees, expected, whom="identity providers")
