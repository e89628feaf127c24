"""Texts that Terraform reads as they are."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.texts.literal import literal

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("100 % of $5", "100 % of $5"),
        ('${file("x")}', '$${file("x")}'),
        ("%{ if true }a%{ endif }", "%%{ if true }a%%{ endif }"),
    ],
)
def test_no_text_is_computed(text: str, written: str) -> None:
    """What somebody wrote for Terraform to compute stays what they wrote."""
    assert literal(text) == written
