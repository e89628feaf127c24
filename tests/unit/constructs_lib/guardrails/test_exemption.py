"""Exemptions as data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from constructs_lib.guardrails.exemption import ExemptionProps, exemption_findings

if TYPE_CHECKING:
    from constructs_lib.declaration.declaration_error import Finding

pytestmark = pytest.mark.unit

DAY = dt.date(2027, 3, 31)


def exemption(**values: object) -> ExemptionProps:
    """Return an exemption, with more or other values."""
    given = {"rule": "KC-EVENTS", "resource": "dev/Realm", "reason": "nobody logs in here"}
    return ExemptionProps.model_validate({**given, **values})


def found(*exemptions: ExemptionProps, today: dt.date = DAY) -> list[Finding]:
    """Return what is wrong with exemptions of the environment `dev`."""
    return list(exemption_findings(exemptions, environment="dev", today=today))


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "because"},
        {"reason": " " * 12},
        {"reason": "............"},
        {"reason": "not applicable"},
        {"resource": "*"},
        {"resource": "**/*"},
        {"resource": "*a*"},
        {"resource": "dev/*"},
        {"resource": "dev/*a*"},
        {"resource": "dev/*/*"},
        {"resource": "dev/Security/*/*/*"},
        {"resource": "dev/Security/*"},
        {"resource": "dev/*ecu*/Realm"},
        {"resource": "dev*/*/Realm/*/*"},
        {"resource": "dev/Security/Access/*"},
        {"reason": "aa aa aa aaa"},
        {"rule": "everything"},
        {"until": "soon"},
        {"until": 4102444800},
        {"until": "4102444800"},
        {"until": "2027-03-31T12:00:00"},
    ],
)
def test_an_exemption_says_what_and_why(wrong: dict[str, object]) -> None:
    """No exemption without a reason, from everything, or without an end that is a date."""
    with pytest.raises(ValidationError):
        exemption(**wrong)


def test_unknown_rule_is_named_with_the_nearest() -> None:
    """A misspelt rule exempts nothing: it is an error."""
    (finding,) = found(exemption(rule="KC-EVENT"))

    assert finding.path == ("exemptions", 0, "rule")
    assert (
        finding.message == "exemption from KC-EVENT for 'dev/Realm': there is no such rule: did you mean 'KC-EVENTS'?"
    )


@pytest.mark.parametrize(
    ("values", "key", "fault"),
    [
        (
            {"rule": "KC-TEAM-EVERY-MODEL"},
            "rule",
            "say what it allows: add actions, such as [predict], or ['*'] for every_model",
        ),
        ({"actions": ("predict",)}, "actions", "this rule is about no grant: remove actions"),
        ({"rule": "KC-ACCESS-RULE"}, "rule", "nothing is exempted from it: change what it objects to"),
        (
            {"rule": "KC-OVERRIDDEN"},
            "rule",
            "say what it allows: add arguments, such as [login_theme], as the finding names them",
        ),
        ({"arguments": ("login_theme",)}, "arguments", "this rule is about a resource as a whole: remove arguments"),
    ],
)
def test_an_exemption_says_what_is_granted_or_changed(values: dict[str, object], key: str, fault: str) -> None:
    """Without it, it would cover what a team grants, or code overrides, later; any other rule has neither."""
    (finding,) = found(exemption(**values))
    assert finding.path == ("exemptions", 0, key)
    assert finding.message.endswith(f": {fault}")


def test_an_exemption_covers_no_more_than_its_actions() -> None:
    """Fewer actions are covered, others are not."""
    given = exemption(actions=["predict", "explain"])
    assert given.covers("KC-EVENTS", "dev/Realm", {"predict"})
    assert not given.covers("KC-EVENTS", "dev/Realm", {"predict", "manage"})


@pytest.mark.parametrize(
    ("argument", "expected"),
    [("login_theme", True), ("attributes.a", True), ("attributes", True), ("login_themes", False), ("*", False)],
)
def test_an_exemption_covers_no_more_than_its_arguments(argument: str, *, expected: bool) -> None:
    """An argument goes with what is in it; a resource that is taken out is no argument."""
    given = exemption(arguments=["login_theme", "attributes"])
    assert given.covers("KC-EVENTS", "dev/Realm", argument=argument) is expected
    assert exemption(arguments=["*"]).covers("KC-EVENTS", "dev/Realm", argument=argument)


def test_an_exemption_ends_after_its_date() -> None:
    """It holds on its last day, and is an error on the next."""
    dated = exemption(until=DAY.isoformat())

    assert found(dated) == []
    (finding,) = found(dated, today=DAY + dt.timedelta(days=1))
    assert finding.path == ("exemptions", 0, "until")
    assert "it ended on 2027-03-31" in finding.message


def test_an_error_is_exempted_for_a_year_at_most() -> None:
    """A far date is as good as none: the error is looked at again within a year; a warning may wait longer."""
    (finding,) = found(exemption(until="2028-06-01"))

    assert finding.path == ("exemptions", 0, "until")
    assert finding.message == (
        "exemption from KC-EVENTS for 'dev/Realm': an exemption from an error lasts a year at most: "
        "write 2028-03-31 or earlier"
    )
    assert found(exemption(until="2028-03-31")) == []
    assert found(exemption(rule="KC-SECRET-IN-STATE", until="2040-01-01")) == []


@pytest.mark.parametrize("resource", ["prod/Realm", "develop/Realm", "d*/Realm"])
def test_an_exemption_stays_in_its_environment(resource: str) -> None:
    """A path of another environment, or of none in particular, is an error."""
    (finding,) = found(exemption(resource=resource))

    assert finding.path == ("exemptions", 0, "resource")
    assert "the paths of this environment start with 'dev'" in finding.message


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("dev/Realm", "dev/Realm", True),
        ("dev/Realm", "dev/Realm/Client", False),
        ("dev/*/User", "dev/ada/User", True),
        ("dev/*/User", "dev/People/ada/User", False),
        ("dev/People/*", "dev/People/ada/User", False),
        ("dev/Consumers/Client*", 'dev/Consumers/Client["a/b"]', True),
        ("dev", "dev", True),
        ("dev*", "dev/Realm", False),
        ("dev*", "dev-team-a", True),
        ('demo/Client["a"]', 'demo/Client["a"]', True),
        ('demo/Client["a"]', "demo/Clienta", False),
    ],
)
def test_a_path_is_covered_as_a_whole(pattern: str, path: str, *, expected: bool) -> None:
    """`*` stands for any text of one part of the path; brackets stand for themselves."""
    assert exemption(resource=pattern).covers("KC-EVENTS", path) is expected
    assert not exemption(resource=pattern).covers("KC-OTHER", path)
