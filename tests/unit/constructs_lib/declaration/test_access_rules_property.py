"""A rule `never` is kept exactly when no principal's matrix holds a yes that it is about."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from constructs_lib.declaration.access_rules import AccessRules
from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.props import ApiProps
from constructs_lib.review.explanation import explain
from constructs_lib.review.questions import AccessReview
from stacks.environment import Environment
from tests.support.declarations.drawn_environment import ACTIONS, environments
from tests.support.declarations.people_sources import OIDC, ldap

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from constructs_lib.declaration.broken_rule import BrokenRule
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.questions import Yes

pytestmark = [pytest.mark.unit, pytest.mark.slow]

CHOICES = {
    "consumer": ["batch", "edge", "assistant", "*", "*e*"],
    "auth": ["client_secret", "mtls"],
    "person": ["ada", "bob", "*", "*o*"],
    "group": ["analysts", "leads", "*", "l*"],
    "source": ["corp", "partner", "*"],
    "application": ["notebook", "dashboard", "model-api", "*"],
}
KEYS = [["consumer"], ["auth"], ["consumer", "auth"], *([key] for key in ("person", "group", "source", "application"))]
KEYS += [["person", "group"], ["group", "application"], ["source", "group", "application"]]


@st.composite
def ruled(draw: DrawFn) -> Environment:
    """Draw an environment whose people come from everywhere, with a rule `never`."""
    data = draw(environments(url="https://sso.example.com")).model_dump()
    data["external_people"] = draw(st.sampled_from([False, False, True]))
    data["federation"] = {"corp": ldap({"Analysts": "analysts", "Heads": draw(st.sampled_from(["leads", "analysts"]))})}
    data["identity_providers"] = {"partner": {**OIDC, "claims": {"groups": {"ml": "leads"}}}}
    teams = ["team"] if data["teams"] else []
    # A rule names no API's client that nobody logs in at.
    silent = set() if ApiProps.model_validate(data["api"]).lets_people_in else {data["api"]["client_id"]}
    who: Any = {
        key: draw(
            st.lists(
                st.sampled_from([each for each in CHOICES[key] if each not in silent]),
                min_size=1,
                max_size=1,
                unique=True,
            )
        )
        for key in draw(st.sampled_from(KEYS))
    } | {key: [draw(st.sampled_from(["risk", "r*"]))] for key in draw(st.sampled_from([[], teams]))}
    pairs = [f"{model}:{action}" for model, props in data["models"].items() for action in props["actions"]]
    patterns = [
        *pairs,
        *pairs,
        *data["models"],
        "*",
        *(f"*:{each}" for each in ACTIONS if any(each in pair for pair in pairs)),
    ]
    may = draw(st.lists(st.sampled_from(patterns), min_size=1, max_size=2, unique=True))
    data["access_rules"] = {
        "r": {"never": {"who": draw(st.sampled_from([*[who] * 9, "*"])), "may": may}, "reason": "it is a test"}
    }
    environment = Environment.model_validate(data)
    check_declaration(environment)
    return environment


def is_meant(environment: Environment, yes: Yes) -> bool:
    """Tell whether the rule is about a yes, as its documentation says it."""
    statement = environment.access_rules["r"].statement
    role = f"{yes.pair.model}:{yes.pair.action}"
    about = any(fnmatchcase(role, pattern if ":" in pattern else f"{pattern}:*") for pattern in statement.may)
    facts = known(environment, yes)
    return about and all(
        facts[key] is True or any(fnmatchcase(name, pattern) for name in facts[key] for pattern in patterns)
        for key, patterns in statement.conditions.items()
    )


def known(environment: Environment, yes: Yes) -> dict[str, Any]:
    """Return what is known of somebody who may do something; True where it could be anything."""
    principal, accesses = yes.principal, environment.accesses()
    teams = {group: team for team, access in accesses.items() for group in access.groups}
    groups = memberships(environment, principal) if not principal.is_machine else set()
    meant = environment.access_rules["r"].statement.conditions.get("group", ("*",))
    by_group = {teams[g] for g in groups if any(fnmatchcase(g, pattern) for pattern in meant)} - {None}
    grouped = "group" in environment.access_rules["r"].statement.conditions or not principal.is_declared
    return {
        "consumer": [principal.name] if principal.is_machine else [],
        "auth": [accesses[principal.team].consumers[principal.name].auth.method] if principal.is_machine else [],
        "person": [] if principal.is_machine else [principal.name] if principal.is_declared else True,
        "group": groups,
        "source": True if principal.kind == "group" else [principal.source] if principal.source else [],
        "application": applications(environment, yes),
        "team": by_group if grouped else {principal.team} - {None},
    }


def memberships(environment: Environment, principal: Principal) -> set[str]:
    """Return the groups that somebody may be in."""
    everything = {group for access in environment.accesses().values() for group in access.groups}
    if environment.external_people:
        return everything
    if principal.is_declared:
        return set(environment.accesses()[principal.team].people[principal.name].groups)
    mapped = environment.federation["corp"].groups
    return set(mapped.map.values()) if principal.source == "corp" and mapped else {"leads"}


def applications(environment: Environment, yes: Yes) -> set[str]:
    """Return by which clients people use it, as `access why` says."""
    ways = explain(AccessReview(environment), yes.principal, yes.pair).ways
    traded = {name for way in ways if way.client.kind == "trader" for name in way.client.trades_from}
    return traded | {way.client.client_id for way in ways if way.client.kind in ("application", "api")}


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(ruled())
def test_never_is_kept_exactly_when_no_yes_is_meant(environment: Environment) -> None:
    """Who breaks it, and by what, is each yes that is meant, and no other."""
    _, _, yes = AccessReview(environment).matrix()
    expected = {(str(each.principal), each.pair.role) for each in yes if is_meant(environment, each)}
    broken: list[BrokenRule] = list(AccessRules(environment).broken())
    event(f"kept: {not expected}")
    found = {
        (str(each), pair.role) for each_rule in broken for each in each_rule.principals for pair in each_rule.pairs
    }
    assert {pair for pair in found if pair in expected} == expected
    assert bool(broken) == bool(expected)
