"""The errors on the troubleshooting page are those that the code prints."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unit

PAGE = Page(ROOT / "docs" / "how-to" / "troubleshooting.md")
MESSAGES = re.findall(r"^\| `(.+?)` \|", PAGE.text, re.MULTILINE)

# Shorter texts around values fit anything.
_LEAST_LITERAL = 12


def _templates() -> Iterator[re.Pattern[str]]:
    """Each text in the code, its values as wildcards; what a caller puts before it ends with `: `."""
    for folder in ("stacks", "constructs_lib", "gateways", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                parts = node.values if isinstance(node, ast.JoinedStr) else [node]
                literals = [part.value if isinstance(part, ast.Constant) else None for part in parts]
                texts = [text for text in literals if isinstance(text, str)]
                if sum(map(len, texts)) >= _LEAST_LITERAL and any(" " in text for text in texts):
                    body = "".join(re.escape(text) if isinstance(text, str) else ".+?" for text in literals)
                    yield re.compile(f"(?:.*: )?{body}")


TEMPLATES = list(_templates())


def test_an_invented_error_is_found_out() -> None:
    """The test below can fail."""
    assert _printed("Keycloak at http://x does not answer (refused): pray") is False


@pytest.mark.parametrize("message", MESSAGES)
def test_error_is_printed_by_the_code(message: str) -> None:
    """A reader who searches the page for an error finds its very text."""
    assert _printed(message)


def _printed(message: str) -> bool:
    return any(template.fullmatch(message) for template in TEMPLATES)
