"""What becomes of access rules."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.review.difference import Difference
from constructs_lib.review.rule_changes import rule_changes
from tests.support.declarations.declarations import PERSON, declare
from tests.support.declarations.told_changes import lines

pytestmark = pytest.mark.unit

EVERYBODY: dict[str, Any] = {
    "consumers": {"batch": {"grants": {"churn": ["predict"]}}, "edge": {"grants": {"churn": ["predict"]}}},
    "groups": {"leads": {"churn": ["predict"]}, "legal": {"churn": ["predict"]}},
    "people": {"ada": PERSON.model_copy(update={"groups": ("leads", "legal")})},
    "applications": {"notebook": {"redirect_uris": ["https://notebook.example.com/cb"]}},
}
BATCH = {"consumer": "batch"}


def changes(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[str]:
    """Return what is told of a rule r that was one, and is another."""
    base, head = (
        declare(**EVERYBODY, access_rules={"r": {**rule, "reason": "it is a test"}} if rule else {})
        for rule in (old, new)
    )
    return [f"{'!' if change.weighty else ' '} {change.effect}: {change}" for change in rule_changes(base, head)]


def statement(kind: str, who: object, may: object) -> dict[str, Any]:
    """Return a rule without its reason."""
    return {kind: {"who": who, "may": may}}


def test_rule_that_is_gone_weighs() -> None:
    """A rule that is taken away lets in what it kept out; a new one lets nobody in."""
    rule = statement("never", BATCH, "fraud")
    assert changes(rule, None) == ["! risk: access rule r is removed (was: never: consumer batch may fraud)"]
    assert changes(None, rule) == ["  relief: access rule r is new (never: consumer batch may fraud)"]
    assert changes(rule, rule) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # each asks for less than what stands beside it
        (statement("never", BATCH, "fraud:explain"), statement("never", BATCH, "fraud")),
        (statement("never", BATCH, "fraud"), statement("never", {"consumer": "*"}, "fraud")),
        (statement("never", {**BATCH, "auth": "mtls"}, "fraud"), statement("never", BATCH, "f*")),
        (statement("never", BATCH, "fraud"), statement("never", "*", ["fraud", "*:manage"])),
        (statement("only", {"person": "*"}, "churn"), statement("only", {"person": "a*"}, "churn")),
        (statement("only", {"group": ["leads", "legal"]}, "churn"), statement("only", {"group": "leads"}, "*")),
        (statement("always", {"person": "ada"}, "churn"), statement("always", {"person": "*"}, "churn")),
    ],
)
def test_rule_that_asks_for_less_weighs(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Of two rules the one that surely asks for more is safer; the way back weighs."""
    (safer,) = (line for line in changes(one, other) if "is broken" not in line)
    (riskier,) = (line for line in changes(other, one) if "is broken" not in line)
    assert safer.startswith("  relief: access rule r asks for more, ")
    assert riskier.startswith("! risk: access rule r may ask for less, ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (statement("never", BATCH, "fraud"), statement("only", BATCH, "fraud")),
        (statement("never", {"team": "*"}, "fraud"), statement("never", {"team": "*", "group": "*"}, "fraud")),
        (statement("never", {"team": "*", "group": "*"}, "fraud"), statement("never", {"team": "*"}, "fraud")),
        (statement("never", BATCH, ["fraud:explain", "churn"]), statement("never", BATCH, "fraud")),
    ],
)
def test_what_cannot_be_compared_weighs(old: dict[str, Any], new: dict[str, Any]) -> None:
    """A rule that does not surely ask for more may ask for less."""
    assert [line.startswith("! risk: access rule r may ask for less") for line in changes(old, new)][:1] == [True]


def test_other_name_or_reason_is_no_change() -> None:
    """What a rule asks for counts, not what it is called, why it is there, or the order of its names."""
    one, other = (
        declare(**EVERYBODY, access_rules={name: {**statement("never", {"consumer": who}, "fraud"), "reason": reason}})
        for name, who, reason in (("a", ["batch", "edge"], "it is a test"), ("b", ["edge", "batch"], "so it is said"))
    )
    assert list(rule_changes(one, other)) == []


def test_rule_follows_what_is_renamed() -> None:
    """A rule that names a model, a consumer and a group by their new names is the same rule."""
    rules = {
        "one": {**statement("never", BATCH, "fraud:predict"), "reason": "it is a test"},
        "two": {**statement("only", {"group": "leads"}, "fraud"), "reason": "it is a test"},
    }
    later = {
        "one": {**statement("never", {"consumer": "nightly"}, "fraud-detector:predict"), "reason": "it is a test"},
        "two": {**statement("only", {"group": "chiefs"}, "fraud-detector"), "reason": "it is a test"},
    }
    renamed: dict[str, Any] = {
        "models": {"fraud-detector": {"actions": ["predict", "explain"], "renamed_from": "fraud"}, "churn": {}},
        "consumers": {"nightly": {"grants": {"churn": ["predict"]}, "renamed_from": "batch"}},
        "groups": {"chiefs": {"churn": ["predict"], "renamed_from": "leads"}},
        "people": {"ada": PERSON.model_copy(update={"groups": ("chiefs",)})},
    }
    base = declare(
        consumers={"batch": {"grants": {"churn": ["predict"]}}},
        groups={"leads": {"churn": ["predict"]}},
        people={"ada": PERSON.model_copy(update={"groups": ("leads",)})},
        access_rules=rules,
    )
    found = Difference.of(base, declare(**renamed, access_rules=later))
    assert [str(change) for change in found.changes] == []
    assert len(found.renames) == 3


def test_broken_rule_is_told_first() -> None:
    """A grant that breaks a rule is told beside who gains by it, and weighs."""
    rules = {"r": {**statement("never", BATCH, "fraud"), "reason": "it is a test"}}
    head = {**EVERYBODY, "consumers": {**EVERYBODY["consumers"], "batch": {"grants": {"fraud": ["predict"]}}}}
    found = Difference.of(declare(**EVERYBODY, access_rules=rules), declare(**head, access_rules=rules))
    broken = "consumer batch may 'fraud:predict' (own grant), which access rule 'r' forbids: it is a test"
    assert lines(found) == [
        f"! access rule r is broken: {broken}",
        "  consumer batch gains fraud:predict (a grant of its own)",
        "  consumer batch loses churn:predict (was: a grant of its own); an outage if it still calls it",
    ]
