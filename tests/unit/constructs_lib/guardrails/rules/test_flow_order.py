"""The order of a login's steps, which is that in which they are made where the provider sets no priority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.keycloak.creation_order import CreationOrder
from constructs_lib.guardrails.rules.identity.broker_flow import BrokerFlow
from constructs_lib.guardrails.rules.realm.second_factor_flow import SecondFactorFlow
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.login_flows import (
    BINDINGS,
    CORP,
    EXECUTION,
    SUBFLOW,
    declared,
    faults,
    part,
    set_on,
    stack,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.unit

GUARD, AFTER, FORM = "auth-conditional-otp-form", "Steps-4", "username-password-form"


def swapped(body: dict[str, Any]) -> None:
    """Make what is asked after the password before it."""
    form, after = part(body["resource"][EXECUTION], "Browser", FORM), part(body["resource"][SUBFLOW], "Browser", AFTER)
    name = next(name for name, each in body["resource"][SUBFLOW].items() if each is after)
    after["depends_on"], form["depends_on"] = form["depends_on"], [f"{SUBFLOW}.{name}"]


def by_names(body: dict[str, Any]) -> None:
    """Let a step wait for the text of an address, which is no reference."""
    after = part(body["resource"][SUBFLOW], "Browser", AFTER)
    (awaited,) = after["depends_on"]
    after |= {"depends_on": [], "alias": f'${{"{awaited}" == "" ? "" : "{after["alias"]}"}}'}


@pytest.mark.parametrize(
    "override",
    [
        swapped,
        by_names,
        set_on(SUBFLOW, "Browser", AFTER, depends_on=[]),
        set_on(SUBFLOW, "Browser", AFTER, depends_on=None),
        set_on(EXECUTION, "Browser", FORM, lifecycle={"replace_triggered_by": ["terraform_data.x"]}),
        set_on(EXECUTION, "ForgottenPassword", "reset-credential-email", depends_on=[]),
    ],
)
def test_steps_that_wait_for_others_than_ours_are_refused(override: Callable[[dict[str, Any]], None]) -> None:
    """A step made before the one that it has to follow is run before it, and finds nobody to ask."""
    body = stack()
    override(body)
    (found,) = faults(SecondFactorFlow(), body)
    assert "does not wait for" in found or "replace_triggered_by" in found


def test_which_step_does_not_wait_is_named() -> None:
    """The finding says between which two the order is lost."""
    body = stack()
    set_on(SUBFLOW, "Browser", AFTER, depends_on=[])(body)
    (found,) = faults(SecondFactorFlow(), body)
    assert found.endswith(
        "its steps are made in any order: 'subflow REQUIRED' does not wait for "
        "'auth-username-password-form REQUIRED' (depends_on)"
    )


@pytest.mark.parametrize("provider", ["4.5.0", "5.9.0"])
@pytest.mark.parametrize("lost", ["Browser", "Config-5"])
def test_logins_that_are_bound_before_their_steps_are_there_are_refused(provider: str, lost: str) -> None:
    """A deployment that stops half-way leaves a login that asks for less, were it bound before it is whole."""
    body = declared(provider=provider)
    binding = part(body["resource"][BINDINGS], "LoginBindings")
    binding["depends_on"] = [each for each in binding["depends_on"] if lost not in each]
    (found,) = faults(SecondFactorFlow(), body)
    assert "it does not wait for '" in found


@pytest.mark.parametrize("provider", ["4.5.0", "5.9.0"])
def test_steps_in_our_order_pass(provider: str) -> None:
    """What waits for one another as we write it passes; where priorities say the order, nothing has to wait."""
    body = declared(provider=provider)
    if provider == "5.9.0":
        set_on(SUBFLOW, "Browser", AFTER, depends_on=[])(body)
    assert faults(SecondFactorFlow(), body) == []


@pytest.mark.parametrize("priority", [5, None, "${var.priority}"])
def test_first_logins_by_another_priority_are_refused(priority: object) -> None:
    """A proof that comes after the account was linked is none."""
    body = declared(provider="5.9.0", identity_providers={"corp": CORP})
    set_on(EXECUTION, "FirstLogin", "idp-username-password-form", priority=priority)(body)
    assert len(faults(BrokerFlow(), body)) == 1


def test_what_waits_by_way_of_others_passes() -> None:
    """References, local values and `depends_on` all count, over any number of resources; a bound name does not."""
    resources = {
        "terraform_data": {
            "a": {},
            "b": {"input": "${terraform_data.a.id}"},
            "c": {"input": "${local.b}"},
            "d": {"depends_on": ["terraform_data.c"]},
            "e": {"input": "${[for terraform_data in [{d = 1}] : terraform_data.d]}"},
        }
    }
    configuration = Configuration({"s": {"resource": resources, "locals": {"b": "${terraform_data.b.output}"}}})
    by_name = {each.address.rpartition(".")[2]: each for each in configuration.resources()}
    order = CreationOrder(configuration)
    assert [name for name in "abcde" if order.is_after(by_name["d"], by_name[name])] == ["a", "b", "c"]
    assert not order.is_after(by_name["e"], by_name["d"])


def test_what_a_stack_reads_of_another_is_there_before() -> None:
    """The CDK applies a stack after those whose states it reads."""
    state: dict[str, Any] = {"terraform_remote_state": {"cross-stack-reference-input-a": {}}}
    stacks: dict[str, Any] = {name: {"resource": {"terraform_data": {"x": {}}}} for name in "abc"}
    configuration = Configuration({**stacks, "b": {**stacks["b"], "data": state}})
    of = {each.stack: each for each in configuration.resources()}
    order = CreationOrder(configuration)
    assert [(later, earlier) for later in "abc" for earlier in "abc" if order.is_after(of[later], of[earlier])] == [
        ("b", "a")
    ]
