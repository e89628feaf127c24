"""What a model may be called, and what that becomes in roles, scopes and keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.model_action import ModelAction, is_every_model
from constructs_lib.declaration.model_names import as_declared, encoded, model_and_action
from constructs_lib.declaration.props import values

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

pytestmark = pytest.mark.unit

MODEL: TypeAdapter[str] = TypeAdapter(values.ModelName)
ACTION: TypeAdapter[str] = TypeAdapter(values.ActionName)
FORMER = re.compile("[a-z0-9][a-z0-9_-]{0,47}")
SERVED = (
    *("gpt-4.1", "Mixtral", "qwen3:8b", "meta-llama/Llama-3.1-8B", "hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M"),
    *("ft:gpt-4o-mini:org::id", "@cf/meta/llama-3.1-8b-instruct", "models/a b", "publishers/google/models/gemini@001"),
    *("arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-v1:0", "c++", "1", "command-r+"),
)


@st.composite
def models(draw: DrawFn) -> str:
    """Draw a name that a model may have: of few characters, so that many are nearly alike."""
    part = st.from_regex("[aA2@](?:[aA2F~._:@+ -]{0,3}[aA2F_+-])?", fullmatch=True)
    name = "/".join(draw(st.lists(part, min_size=1, max_size=3)))
    return name if _is_name(name) else draw(st.sampled_from(SERVED))


def _is_name(text: str) -> bool:
    try:
        return bool(MODEL.validate_python(text))
    except ValidationError:
        return False


ACTIONS = st.from_regex("[ap][ap28_-]{0,3}", fullmatch=True)


@pytest.mark.parametrize(
    "value",
    [
        *("", "/a", "a/", "a//b", "a/../b", "..", "a..b", ".", "./a", "a/.b", "a.", "a:", "a/ b", " a", "a ", "a  b"),
        *("a\n", "\na", "a\tb", "a\x00", "a\x7f", "ä", "a\u200bb", "a%2Fb", "a~2Fb", "a?b", "a#b", "a;b", "a,b", "a*"),
        *("*", '"a"', "a'b", "a\\b", "a&b", "a=b", "a$b", "{a}", "a(b)", "a|b", "<a>", "-a", "_a", "a" * 129),
    ],
)
def test_what_no_server_calls_a_model_is_refused(value: str) -> None:
    """A control character, a wildcard, a percent sign, an empty part and the like are refused with the rule."""
    with pytest.raises(ValidationError) as caught:
        MODEL.validate_python(value)
    rule = (
        "a model's name is what its server calls it: 1 to 128 letters, digits, '.', '_', '-', ':', '@', '+', '/' or "
        "single spaces, without '..'; it and each part after a '/' begin with a letter, a digit or '@', and end in a "
        "letter, a digit, '_', '-' or '+'"
    )
    assert str(caught.value.errors()[0]["ctx"]["error"]) == f"{rule}, got '{value}'"


def test_name_that_is_too_long_once_it_is_encoded_is_refused() -> None:
    """Role and scope are at most 255 characters long, with the longest action and prefix that there may be."""
    longest = "a/" * 16 + "a" * 96
    assert MODEL.validate_python(longest) == longest
    assert len(f"{'p' * 48}-{ModelAction(longest, 'a' * 24).scope}") <= 255
    with pytest.raises(ValidationError, match="160 is the most: shorten the name"):
        MODEL.validate_python("a/" * 17 + "a" * 94)


@pytest.mark.parametrize("value", SERVED)
def test_what_servers_call_models_is_a_name(value: str) -> None:
    """Names of Ollama, vLLM, OpenAI, Cloudflare, Vertex AI, Bedrock and MLflow pass as they are."""
    assert MODEL.validate_python(value) == value


@pytest.mark.slow
@given(models(), ACTIONS, models(), ACTIONS)
def test_rule_is_injective(one: str, action: str, other: str, other_action: str) -> None:
    """Two actions with models have one role, scope or key only where they are the same action with the same model.

    Without regard to case the same holds of models that differ in more than case, as a declaration asks for.
    """
    first, second = ModelAction(one, action), ModelAction(other, other_action)
    for name in ("role", "key", "scope"):
        texts = getattr(first, name), getattr(second, name)
        assert (texts[0] == texts[1]) == (first == second)
        alike = (one.casefold(), action) == (other.casefold(), other_action)
        assert (texts[0].casefold() == texts[1].casefold()) == alike


@pytest.mark.slow
@given(models(), ACTIONS)
def test_names_are_read_back(model: str, action: str) -> None:
    """Of a role its model and action can be told, as they are declared."""
    assert as_declared(encoded(model)) == model
    assert model_and_action(ModelAction(model, action).role) == (model, action)


@pytest.mark.slow
@given(st.from_regex(FORMER, fullmatch=True), st.from_regex("[a-z][a-z0-9_-]{0,23}", fullmatch=True))
def test_names_of_before_are_what_they_were(model: str, action: str) -> None:
    """A name that was one before any name could be one has the role, scope and key that it had."""
    pair = ModelAction(MODEL.validate_python(model), ACTION.validate_python(action))
    assert (pair.role, pair.key, pair.scope) == (*[f"{model}:{action}"] * 2, f"model.{model}.{action}")


@given(models(), ACTIONS)
def test_names_mean_nothing_elsewhere(model: str, action: str) -> None:
    """Neither role nor scope holds what separates scopes (RFC 6749), parts of a path, or a form's fields."""
    pair = ModelAction(model, action)
    assert re.fullmatch(r"[A-Za-z0-9._:@~-]+", pair.role + pair.scope)


@pytest.mark.parametrize("text", ["a~2fb", "a~61", "~", "a~2", "a b", "a/b"])
def test_text_that_the_rule_never_writes_is_as_it_is(text: str) -> None:
    """In a realm of others there may be roles that look like ours: they are shown as they are."""
    assert as_declared(text) == text


def test_expression_is_as_it_is() -> None:
    """What is known only at apply is not encoded."""
    assert encoded("${var.model}") == "${var.model}"


@pytest.mark.parametrize("model", ["every-model", "every-model.scoring", "Every-Model", "every-model:8b"])
def test_roles_for_every_model_keep_their_names(model: str) -> None:
    """No model takes the name of the roles behind `*`, in no spelling."""
    assert is_every_model(model)
