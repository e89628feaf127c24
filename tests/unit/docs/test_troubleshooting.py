"""The errors on the troubleshooting page are those that the code prints."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page

pytestmark = pytest.mark.unit

PAGE = Page(ROOT / "docs" / "how-to" / "troubleshooting.md")
MESSAGES = re.findall(r"^\| `(.+?)` \|", PAGE.text, re.MULTILINE)

# Shorter texts around values fit anything.
_LEAST_LITERAL = 12


@cache
def _templates() -> tuple[tuple[str | None, ...], ...]:
    """Each text in the code, with nothing in place of its values."""
    found = []
    for folder in ("stacks", "constructs_lib", "gateways", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                parts = node.values if isinstance(node, ast.JoinedStr) else [node]
                literals = [part.value if isinstance(part, ast.Constant) else None for part in parts]
                texts = tuple(text if isinstance(text, str) else None for text in literals)
                known = [text for text in texts if text]
                if sum(map(len, known)) >= _LEAST_LITERAL and any(" " in text for text in known):
                    found.append(texts)
    return tuple(found)


def test_an_invented_error_is_found_out() -> None:
    """The test below can fail."""
    assert _printed("Keycloak at http://x does not answer (refused): pray") is False


@pytest.mark.parametrize("message", MESSAGES)
def test_error_is_printed_by_the_code(message: str) -> None:
    """A reader who searches the page for an error finds its very text."""
    assert _printed(message)


def _printed(message: str) -> bool:
    return any(_fits(message, template) for template in _templates())


def _fits(message: str, template: tuple[str | None, ...]) -> bool:
    """Tell whether a message is a text with any values; what a caller puts before it ends with `: `."""
    if not all(text in message for text in template if text is not None):  # thousands of patterns take seconds
        return False
    body = "".join(".+?" if text is None else re.escape(text) for text in template)
    return re.fullmatch(f"(?:.*: )?{body}", message) is not None
