"""Access rules as they are written."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import AccessRuleProps, AuthMethod
from constructs_lib.declaration.props.consumer import ConsumerAuth

pytestmark = pytest.mark.unit

STATEMENT: dict[str, Any] = {"who": {"consumer": "batch"}, "may": "fraud"}
REASON = "it is a test"


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"reason": REASON}, "write exactly one of never, only and always, got none"),
        (
            {"never": STATEMENT, "always": STATEMENT, "reason": REASON},
            "write exactly one of never, only and always, got never and always",
        ),
        (
            {"never": STATEMENT, "reason": "because"},
            "say why in at least 3 different words of two letters or more, got 1",
        ),
        (
            {"never": {**STATEMENT, "who": "batch"}, "reason": REASON},
            "say who by a key, such as 'consumer: batch', or '*' for everybody",
        ),
        (
            {"never": {**STATEMENT, "who": {}}, "reason": REASON},
            "write consumer, auth, person, group, source, application, team or several of these, or '*' for everybody",
        ),
        (
            {"never": {**STATEMENT, "who": {"auth": "mtls", "group": "leads"}}, "reason": REASON},
            "'auth' is about machines and 'group' about people, and nobody is both: write a rule for each",
        ),
        (
            {"never": {**STATEMENT, "may": "Fraud!"}, "reason": REASON},
            "write a model or '<model>:<action>', in which '*' stands for any text, got 'Fraud!'",
        ),
        (
            {"never": {**STATEMENT, "who": {"consumer": "batch jobs"}}, "reason": REASON},
            "write a name, in which '*' stands for any text, got 'batch jobs'",
        ),
    ],
)
def test_refused(rule: dict[str, Any], fault: str) -> None:
    """What no rule can mean is refused with what to write instead."""
    with pytest.raises(ValidationError) as error:
        AccessRuleProps.model_validate(rule)
    assert error.value.errors()[0]["msg"].removeprefix("Value error, ") == fault


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"never": STATEMENT}, "never: consumer batch may fraud"),
        (
            {"only": {"who": {"group": ["a", "b*"], "team": "risk"}, "may": ["fraud:explain", "*:manage"]}},
            "only: group a or b*, team risk may fraud:explain, *:manage",
        ),
        ({"always": {"who": "*", "may": "fraud"}}, "always: everybody may fraud"),
    ],
)
def test_words(rule: dict[str, Any], words: str) -> None:
    """A name alone is a list of one, and the rule says itself in words."""
    assert str(AccessRuleProps.model_validate({**rule, "reason": REASON})) == words


def test_model_alone_means_all_of_its_actions() -> None:
    """A model without an action stands for each of them."""
    rule = AccessRuleProps.model_validate({"never": {**STATEMENT, "may": ["fraud", "*:manage"]}, "reason": REASON})
    assert rule.statement.actions == (("fraud", "*"), ("*", "manage"), ("*:manage", "*"))


def test_methods_are_those_of_consumers() -> None:
    """A rule knows every way in which consumers prove who they are."""
    kinds = get_args(get_args(ConsumerAuth)[0])
    assert set(get_args(AuthMethod)) == {get_args(kind.model_fields["method"].annotation)[0] for kind in kinds}


def test_model_with_a_colon_is_read_both_ways() -> None:
    """A text that is a model's name, or an action of another one, is about both: a rule misses neither."""
    rule = AccessRuleProps.model_validate({"never": {**STATEMENT, "may": "qwen3:8b"}, "reason": REASON})
    assert rule.statement.actions == (("qwen3", "8b"), ("qwen3:8b", "*"))
