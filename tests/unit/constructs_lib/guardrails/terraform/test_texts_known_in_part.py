"""Texts of which a part is known before the apply."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.symbol import OpenList, Symbol
from tests.support.declarations.evaluated import evaluated

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://${var.a}/*", "https://${…}/*"),
        ('${format("https://%s/%s", var.a, "*")}', "https://${…}/*"),
        ('${join("/", [var.a, "*"])}', "${…}/*"),
        ("${var.a}-${var.host}", "${…}-sso.example.com"),
        ('${"${var.a}*"}', "${…}*"),
        ('${format("%s*", "${var.a}/")}', "${…}/*"),
        ('%{for v in ["*", var.a]}${v}/%{endfor}', "*/${…}/"),
    ],
)
def test_texts_are_known_in_part(raw: str, expected: str) -> None:
    """What a text spells out is seen, the default of a variable included."""
    found = evaluated(raw)

    assert isinstance(found, Symbol)
    assert found.pattern == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('${concat(var.a, ["*"])}', ["*"]),
        ("${concat(var.uris, var.a)}", ["*"]),
        ("${[for v in var.uris : v]}", ["*"]),
        ("${var.uris[*]}", ["*"]),
        ("${[for k, v in var.settings : v]}", ["v"]),
        ('${[for v in ["*", "+"] : v if v != var.a]}', ["*", "+"]),
    ],
)
def test_lists_are_known_in_part(raw: str, expected: list[str]) -> None:
    """Elements that are there, or may be, are seen."""
    found = evaluated(raw)

    assert isinstance(found, OpenList)
    assert [each for each in found if isinstance(each, str)] == expected
