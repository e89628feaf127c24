"""Read the project's Markdown pages: their code, tables, links and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["PAGES", "Page", "unnumbered"]

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def unnumbered(text: str) -> str:
    """Return a text without the numbers of environment files' lines, which grow."""
    return re.sub(r"\.yaml:\d+", ".yaml:N", text)


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        path: Its file.
    """

    path: Path

    @property
    def name(self) -> str:
        """Its path in the project."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def text(self) -> str:
        """All of it."""
        return self.path.read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        """All but the fenced code."""
        return _FENCE.sub("", self.text)

    def code(self, language: str) -> list[str]:
        """Return the fenced blocks of a language."""
        return [block for _, tagged, block in _FENCE.findall(self.text) if tagged == language]

    @property
    def spans(self) -> list[str]:
        """Inline code."""
        return _SPAN.findall(self.prose)

    @property
    def commands(self) -> list[str]:
        """Everything that a reader may type: inline code and lines of shell blocks."""
        return [*self.spans, *(line for block in self.code("sh") for line in block.splitlines())]

    @property
    def links(self) -> list[str]:
        """Targets of links within the project."""
        return [target for target in _LINK.findall(_SPAN.sub("", self.prose)) if "://" not in target]

    @property
    def anchors(self) -> set[str]:
        """Fragments that links may name, as code hosts derive them from headings."""
        headings = _HEADING.findall(self.prose)
        return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    def section(self, heading: str) -> str:
        """Return the text below a heading, up to the next one of its level."""
        _, _, below = self.text.partition(f"\n## {heading}\n")
        assert below, f"{self.name} has no section '{heading}'"
        return below.partition("\n## ")[0]

    def table(self, heading: str) -> list[tuple[str, ...]]:
        """Return the rows of the table below a heading, without its head."""
        lines = [line for line in self.section(heading).splitlines() if line.startswith("|")]
        return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


PAGES = tuple(
    Page(path)
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *sorted(ROOT.glob("docs/**/*.md")),
    )
)
"""Every page."""
