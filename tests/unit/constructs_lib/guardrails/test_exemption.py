"""Exemptions as data."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from constructs_lib.guardrails.exemption import ExemptionProps, exemption_findings

pytestmark = pytest.mark.unit

DAY = dt.date(2027, 3, 31)


def exemption(**values: object) -> ExemptionProps:
    """Return an exemption, with more or other values."""
    given = {"rule": "KC-EVENTS", "resource": "dev/Realm", "reason": "nobody logs in here"}
    return ExemptionProps.model_validate({**given, **values})


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "because"},
        {"resource": "*"},
        {"resource": "**/*"},
        {"rule": "everything"},
        {"until": "soon"},
    ],
)
def test_an_exemption_says_what_and_why(wrong: dict[str, object]) -> None:
    """No exemption without a reason, from everything, or without an end that is a date."""
    with pytest.raises(ValidationError):
        exemption(**wrong)


def test_unknown_rule_is_named_with_the_nearest() -> None:
    """A misspelt rule exempts nothing: it is an error."""
    (finding,) = exemption_findings([exemption(rule="KC-EVENT")], today=DAY)

    assert finding.path == ("exemptions", 0, "rule")
    assert (
        finding.message == "exemption from KC-EVENT for 'dev/Realm': there is no such rule: did you mean 'KC-EVENTS'?"
    )


def test_an_exemption_ends_after_its_date() -> None:
    """It holds on its last day, and is an error on the next."""
    dated = exemption(until=DAY.isoformat())

    assert list(exemption_findings([dated], today=DAY)) == []
    (finding,) = exemption_findings([dated], today=DAY + dt.timedelta(days=1))
    assert finding.path == ("exemptions", 0, "until")
    assert "it ended on 2027-03-31" in finding.message


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("dev/Realm", "dev/Realm", True),
        ("dev/Realm", "dev/Realm/Client", False),
        ("dev/*/User", "dev/People/ada/User", True),
        ('demo/Client["a"]', 'demo/Client["a"]', True),
        ('demo/Client["a"]', "demo/Clienta", False),
    ],
)
def test_a_path_is_covered_as_a_whole(pattern: str, path: str, *, expected: bool) -> None:
    """`*` stands for any text; brackets stand for themselves."""
    assert exemption(resource=pattern).covers("KC-EVENTS", path) is expected
    assert not exemption(resource=pattern).covers("KC-OTHER", path)
