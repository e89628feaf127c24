"""Names that Keycloak, a claim path or a URL would break on."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import values

pytestmark = pytest.mark.unit

CHARACTERS = "lower-case letters, digits, '-' or '_'"
RULES = {
    values.ActionName: f"an action name is part of roles and scopes: use 1 to 24 {CHARACTERS}",
    values.GroupName: f"a group name is part of paths: use 1 to 64 {CHARACTERS}",
    values.ClientId: f"a client id is part of claim paths and variable names: use 2 to 64 {CHARACTERS}",
    values.IssuerName: f"a workload issuer's name is part of URLs: use 1 to 48 {CHARACTERS}",
    values.TeamName: "a team name is part of a stack's name: use 1 to 30 lower-case letters, digits or '-'",
}
LENGTHS = {
    values.ActionName: 24,
    values.GroupName: 64,
    values.ClientId: 64,
    values.IssuerName: 48,
    values.TeamName: 30,
}


def fault(kind: type[str], value: str) -> str:
    """Return what is said of a value."""
    adapter: TypeAdapter[str] = TypeAdapter(kind)
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return str(caught.value.errors()[0]["ctx"]["error"])


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: RULES[kind].partition(" stands")[0])
@pytest.mark.parametrize("value", ["", "a.b", "a:b", "a/b", "a b", "a*", "*", "ä", "-a", "a\n", "a%2fb", "a?b"])
def test_characters_with_a_meaning_of_their_own_are_refused(kind: type[str], value: str) -> None:
    """A dot splits a claim path, a colon a role, a slash a group's path or URL; each is refused with the rule."""
    assert fault(kind, value) == f"{RULES[kind]}, got '{value}'"


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: RULES[kind].partition(" stands")[0])
@pytest.mark.parametrize("value", ["Fraud", "FRAUD", "fraudA"])
def test_upper_case_is_refused(kind: type[str], value: str) -> None:
    """Keycloak folds some names and keeps others: two that differ by case alone cannot be told apart everywhere."""
    assert fault(kind, value) == f"{RULES[kind]}, got '{value}'"


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: RULES[kind].partition(" stands")[0])
def test_name_may_be_as_long_as_the_rule_says(kind: type[str]) -> None:
    """The longest name passes, and one more character does not."""
    adapter: TypeAdapter[str] = TypeAdapter(kind)
    longest = "a" * LENGTHS[kind]
    assert adapter.validate_python(longest) == longest
    assert fault(kind, f"{longest}a") == f"{RULES[kind]}, got '{longest}a'"


@pytest.mark.parametrize(
    "value",
    ["", "Model-API", "http://models.example.com", "https://", "https:///x", "urn:x", "urn:example:a b", "a.b"],
)
def test_audience_that_identifies_nothing_is_refused(value: str) -> None:
    """An audience in clear text, with spaces or in mixed case would not be compared alike everywhere."""
    assert fault(values.Identifier, value) == f"an audience is an https URI, a URN or a client id, got '{value}'"


@pytest.mark.parametrize(
    "value", ["https://models.example.com", "https://models.example.com/v1", "urn:example:model-api", "model-api"]
)
def test_audience_is_an_https_uri_a_urn_or_a_client_id(value: str) -> None:
    """Each kind of identifier passes as it is."""
    adapter: TypeAdapter[str] = TypeAdapter(values.Identifier)
    assert adapter.validate_python(value) == value
