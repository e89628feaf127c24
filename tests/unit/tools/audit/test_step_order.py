"""In which order login flows take their steps: declared, live, and compared."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.audit.reviewed_stacks import stacks_of
from tools.audit.canonical import ANY_VALUE
from tools.audit.comparison import Difference, State, compare
from tools.audit.declared.facts import declared_facts
from tools.audit.facts import Fact, Kind
from tools.audit.live.infrastructure import infrastructure_facts
from tools.audit.live.snapshot import Snapshot
from tools.audit.wording import said

pytestmark = pytest.mark.unit

FLOW, STEP = "keycloak_authentication_flow", "keycloak_authentication_execution"
ORDER = Fact(Kind.ORDER, "flow ours", "")


def step(authenticator: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of a resource
    """Return a step of the flow."""
    return {"realm_id": "ml", "parent_flow_alias": f"${{{FLOW}.F.alias}}", "authenticator": authenticator, **more}


def declared(**steps: dict[str, Any]) -> str:
    """Return the declared order of steps."""
    stack = {"resource": {FLOW: {"F": {"realm_id": "ml", "alias": "ours"}}, STEP: steps}}
    return declared_facts(Configuration({"ml": stack})).facts[ORDER]


def test_who_waits_comes_later() -> None:
    """Without priorities a step comes after those that it waits for, whatever the resources are called."""
    waits = {"A": step("otp", depends_on=[f"{STEP}.B"]), "B": step("password", depends_on=[f"{STEP}.C"])}
    assert declared(**waits, C=step("cookie")) == "cookie, then password, then otp"


def test_priorities_decide() -> None:
    """Where resources say priorities, these are the order."""
    assert declared(A=step("otp", priority=20), B=step("cookie", priority=10)) == "cookie, then otp"


def test_nobody_says_it() -> None:
    """Where neither says it, any order is as declared."""
    assert declared(A=step("otp"), B=step("cookie")) == ANY_VALUE


def test_our_own_flows_say_it() -> None:
    """Every flow of the project's environments has a known order."""
    facts = declared_facts(Configuration(stacks_of("demo-federated"))).facts
    orders = [value for fact, value in facts.items() if fact.kind is Kind.ORDER]
    assert orders
    assert ANY_VALUE not in orders


def test_order_is_compared_apart_from_what_is_there() -> None:
    """Two steps that changed places are one difference; a step more is told by itself."""
    expected = {ORDER: "cookie, then password, then otp"}
    swapped = {ORDER: "password, then cookie, then otp"}
    (difference,) = compare(expected, swapped)
    assert difference == Difference(State.DIFFERENT, ORDER, expected[ORDER], swapped[ORDER])
    assert said(difference) == (
        "order of steps of login flow ours is password, then cookie, then otp, "
        "declared is cookie, then password, then otp"
    )
    assert compare(expected, {ORDER: "cookie, then by-hand, then password, then otp"}) == []


def test_live_order_is_that_of_executions() -> None:
    """Keycloak lists steps in their order, those of a flow within a flow below it."""
    executions = [
        {"id": "1", "level": 0, "requirement": "ALTERNATIVE", "providerId": "cookie"},
        {"id": "2", "level": 0, "requirement": "ALTERNATIVE", "authenticationFlow": True, "displayName": "forms"},
        {"id": "3", "level": 1, "requirement": "REQUIRED", "providerId": "password"},
        {"id": "4", "level": 1, "requirement": "REQUIRED", "providerId": "otp"},
    ]
    empty: dict[str, Any] = dict.fromkeys(("required actions", "initial access", "providers", "components"), ())
    others = {**empty, "policies": {}, "profiles": {}, "flows": [{"alias": "ours", "id": "0"}]}
    facts = {f: v for f, v, _ in infrastructure_facts(Snapshot(others=others, flows={"ours": executions}))}
    orders = {fact.owner: value for fact, value in facts.items() if fact.kind is Kind.ORDER}
    assert orders == {"flow ours": "cookie, then forms", "flow forms": "password, then otp"}
