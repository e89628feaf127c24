"""Calls that lift the mark from a secret."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.expressions.nonsensitive import Nonsensitive
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("section", "json", "fault"),
    [
        ("locals", {"a": "${nonsensitive(var.s)}"}, "local value 'a': a calls nonsensitive()"),
        (
            "output",
            {"a": {"value": {"b": "x${core::nonsensitive(var.s)}"}}},
            "output 'a': a.value.b calls nonsensitive()",
        ),
        (
            "data",
            {"keycloak_role": {"R": {"name": "${nonsensitive(var.s)}"}}},
            "keycloak_role: name calls nonsensitive()",
        ),
        (
            "check",
            {"c": {"assert": {"condition": "${nonsensitive(var.s) != 1}"}}},
            "stack 'stack': check.c.assert.condition calls nonsensitive()",
        ),
        ("locals", {"a": "${nonsensitive(var.s"}, "local value 'a': a calls nonsensitive()"),
    ],
)
def test_nonsensitive_is_refused(section: str, json: dict[str, Any], fault: str) -> None:
    """The call is found wherever it stands, and where the text cannot be read."""
    assert faults_of(Nonsensitive(), **{section: json}) == [fault]


def test_nonsensitive_in_a_description_is_refused() -> None:
    """As a description shows a secret to everybody."""
    assert faults_of(Nonsensitive(), {"keycloak_role.R": {"description": "for ${nonsensitive(var.secret)}"}}) == [
        "keycloak_role: description calls nonsensitive()"
    ]


@pytest.mark.parametrize(
    "text", ["nonsensitive", "$${nonsensitive(x)}", "${local.nonsensitive}", "${sensitive(var.a)}"]
)
def test_nonsensitive_word_passes(text: str) -> None:
    """The word alone is no call."""
    assert faults_of(Nonsensitive(), {"keycloak_role.R": {"description": text}}) == []
