"""Constrained values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import values

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (values.RealmName, "a/b", "a realm name is part of URLs: use 1 to 64 letters, digits, '-' or '_', got 'a/b'"),
        (
            values.ClientId,
            "team.scorer",
            (
                "a client id is part of claim paths and variable names: "
                "use 2 to 64 lower-case letters, digits, '-' or '_', got 'team.scorer'"
            ),
        ),
        (
            values.RoleName,
            "a b",
            "a role name is part of tokens: use 1 to 64 letters, digits, '-', '_' or ':', got 'a b'",
        ),
        (
            values.Username,
            "Ada",
            "a username is 3 to 255 lower-case letters, digits, '.', '-', '_', '+' or '@', got 'Ada'",
        ),
        (
            values.Username,
            "ad",
            "a username is 3 to 255 lower-case letters, digits, '.', '-', '_', '+' or '@', got 'ad'",
        ),
        (values.Email, "Ada@example.com", "an e-mail address is lower-case, 'name@host', got 'Ada@example.com'"),
        (values.Duration, "5", "a duration is a number and a unit, such as '5m', '8h' or '1h30m', got '5'"),
        (
            values.Duration,
            "9" * 10 + "s",
            "a duration is a number and a unit, such as '5m', '8h' or '1h30m', got '9999999999s'",
        ),
        (values.Duration, "0s", "a duration is longer than 0, got '0s'"),
    ],
)
def test_bad_value_is_refused_with_the_rule(kind: type[str], value: str, message: str) -> None:
    """A value that Keycloak, a claim path or a URL would break on is refused with the rule and the value."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert str(caught.value.errors()[0]["ctx"]["error"]) == message


@pytest.mark.parametrize("kind", [values.RealmName, values.ClientId, values.Username, values.Email, values.Duration])
def test_unresolved_value_passes(kind: type[str]) -> None:
    """A Terraform expression passes every check: its value is known only at apply."""
    assert TypeAdapter(kind).validate_python("${var.x}") == "${var.x}"


@pytest.mark.parametrize("value", ["yes", 1, "true"])
def test_flag_takes_nothing_but_booleans(value: object) -> None:
    """Text that looks like a truth value is refused."""
    with pytest.raises(ValidationError):
        TypeAdapter(values.Flag).validate_python(value)


@pytest.mark.parametrize(
    ("value", "seconds", "spelled"),
    [("90s", 90, "90s"), ("5m", 300, "5m"), ("1h30m", 5400, "90m"), ("7d", 604800, "168h"), ("60m", 3600, "1h")],
)
def test_durations_are_spelled_for_the_provider(value: str, seconds: int, spelled: str) -> None:
    """A duration in days becomes one that Go knows, of the same length."""
    assert (values.duration_seconds(value), values.go_duration(value)) == (seconds, spelled)


@given(st.integers(min_value=1, max_value=10**7))
def test_spelling_a_duration_keeps_its_length(seconds: int) -> None:
    """Whatever the length, the provider's spelling has the same, and so has the one that people read."""
    assert values.duration_seconds(values.go_duration(f"{seconds}s")) == seconds
    assert values.duration_seconds(values.duration_text(seconds)) == seconds
