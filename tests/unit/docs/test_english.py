"""Pages are written in the plain English of the field."""

from __future__ import annotations

import re

import pytest

from tests.unit.docs.pages import PAGES, Page

pytestmark = pytest.mark.unit

# What reads like a translation, and what to write instead.
ODD = {
    r"\bmend(s|ed|ing)?\b": "fix",
    r"\bstands? (in(?! for)|at|under|beside|before|here|there)\b": "is in, is declared in, is written under …",
    r"\bof (your|one's|our) own\b": "your own …",
    r"\b(an?|one) (stack|state|secret|list|row|file) an? (team|layer|client|consumer|instance)\b": "one … per …",
    r"\bin \S+ place of\b": "instead of",
}


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.name)
def test_no_odd_phrase(page: Page) -> None:
    """Phrases that no native engineer would write are not there."""
    prose = " ".join(page.prose.split())
    found = {match[0]: instead for odd, instead in ODD.items() for match in re.finditer(odd, prose)}
    assert found == {}
