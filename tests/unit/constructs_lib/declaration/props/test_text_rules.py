"""What an editor marks by the JSON Schema, and what the product refuses, are the same."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError as SchemaError
from jsonschema.validators import extend
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import gateway_values, people_values, url_values, values
from constructs_lib.declaration.props.text_rules import TextCheck, TextPattern, text_rules
from tests.support.declarations.ecma_patterns import ecma_patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.unit

KINDS: dict[str, Any] = {
    name: getattr(module, name)
    for module in (gateway_values, people_values, url_values, values)
    for name in module.__all__
    if text_rules(getattr(module, name))
}
OTHERS = ["", "\n", " ", "/", ".", "..", ":", "-", "0", "A", "a", "é", "٣", "\x1c", "\u2028", "\ufeff", "\U0001f600"]
"""What a text is spoilt with: what has a meaning, and what engines may take for a digit, a letter or a space."""
BEYOND_PATTERNS = {
    *(
        "AppUrl",
        "BaseUrl",
        "BindName",
        "DistinguishedName",
        "Duration",
        "HttpUrl",
        "LdapFilter",
        "LdapUrl",
        "ListenAddress",
    ),
    *("GrantedModel", "ModelName", "ServerUrl"),
}
"""Kinds of which a pattern cannot say everything: how long a name is once it is encoded, whether a host, an address,
a port and a length of time are possible ones, parentheses match, and every character can be seen."""


@pytest.fixture(scope="module")
def found() -> Iterator[Callable[[str, str], bool]]:
    """The engine that tells whether a pattern is found in a text."""
    with ecma_patterns() as engine:
        yield engine


def texts(kind: object) -> st.SearchStrategy[str]:
    """Texts that match, nearly match, and do not match the first pattern of a kind."""
    pattern = next(rule.pattern for rule in text_rules(kind) if isinstance(rule, TextPattern))
    matching = st.from_regex(pattern, fullmatch=True)
    spoilt = st.builds(
        lambda text, place, other: text[: place % (len(text) + 1)] + other + text[place % (len(text) + 1) + 1 :],
        matching,
        st.integers(min_value=0, max_value=200),
        st.sampled_from(OTHERS),
    )
    return st.one_of(matching, spoilt, st.text(max_size=8)).filter(lambda text: not values.is_unresolved(text))


@cache
def adapter(kind: Any) -> TypeAdapter[str]:  # noqa: ANN401 - a type form
    """Build the validation of a kind, once."""
    return TypeAdapter(kind)


def is_taken(kind: object, text: str) -> bool:
    """Tell whether a declaration takes a text."""
    try:
        adapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True


def is_unmarked(kind: object, text: str, found: Callable[[str, str], bool]) -> bool:
    """Tell whether an editor marks nothing."""

    def pattern(_: object, wanted: str, instance: str, __: object) -> Iterator[SchemaError]:
        if not found(wanted, instance):
            yield SchemaError(f"{instance!r} does not match {wanted}")

    editor = extend(Draft7Validator, {"pattern": pattern})  # type: ignore[no-untyped-call]
    return not list(editor(adapter(kind).json_schema()).iter_errors(text))


@pytest.mark.slow
@pytest.mark.parametrize("name", KINDS)
def test_editor_and_product_agree(name: str, found: Callable[[str, str], bool]) -> None:
    """Whatever the text, an editor marks what is refused, and nothing else but where only the product can tell."""
    kind = KINDS[name]

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(texts(kind))
    @example("")
    @example("a\n")
    @example("٣s")
    def agree(text: str) -> None:
        taken, unmarked = is_taken(kind, text), is_unmarked(kind, text, found)
        assert unmarked == taken or (name in BEYOND_PATTERNS and unmarked)

    agree()


def test_only_named_kinds_have_rules_beyond_patterns() -> None:
    """A new kind is compared in full unless it is named here, and those that are named do have such a rule."""
    beyond = {name for name, kind in KINDS.items() if any(isinstance(rule, TextCheck) for rule in text_rules(kind))}
    assert beyond == BEYOND_PATTERNS
    for name in beyond:
        assert "$comment" in adapter(KINDS[name]).json_schema()


@pytest.mark.parametrize("name", KINDS)
def test_examples_are_taken(name: str, found: Callable[[str, str], bool]) -> None:
    """What an editor offers is right, and each kind offers something."""
    examples = adapter(KINDS[name]).json_schema()["examples"]
    assert examples
    for text in examples:
        assert is_taken(KINDS[name], text)
        assert is_unmarked(KINDS[name], text, found)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("text", ["${var.later}", "${TfToken[TOKEN.7]}", "x-${TfToken[TOKEN.7]}.y"])
def test_what_is_known_only_at_apply_is_taken(name: str, text: str) -> None:
    """A token of the CDK, alone or within a text, passes every rule in Python."""
    assert is_taken(KINDS[name], text)


@pytest.mark.parametrize("name", KINDS)
def test_message_stands_beside_each_pattern(name: str) -> None:
    """The editor says the sentence that the product says."""
    schema = adapter(KINDS[name]).json_schema()
    shown = [(each["pattern"], each["patternErrorMessage"]) for each in (schema, *schema.get("allOf", []))]
    assert shown == [(rule.whole, rule.rule) for rule in text_rules(KINDS[name]) if isinstance(rule, TextPattern)]


@pytest.mark.parametrize("name", KINDS)
def test_patterns_are_read_alike_everywhere(name: str) -> None:
    """No pattern has a class whose meaning differs between engines, such as that of digits or of white space."""
    for rule in text_rules(KINDS[name]):
        if isinstance(rule, TextPattern):
            assert re.search(r"\\[dDwWsSbB]", rule.pattern) is None
