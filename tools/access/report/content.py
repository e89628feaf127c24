"""Everything that the page is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_rules import AccessRules
from constructs_lib.review.difference import Difference
from tools.access.report.endings import endings
from tools.access.report.picture import edges, nodes
from tools.access.report.principal_page import principal_pages

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.props import AccessRuleProps
    from constructs_lib.guardrails.exemption import ExemptionProps
    from stacks.environment import Environment
    from tools.access.reading import ReadEnvironment
    from tools.access.report.endings import Ending
    from tools.access.report.judged import Judged
    from tools.access.report.picture import Edge, Node
    from tools.access.report.principal_page import PrincipalPage

__all__ = ["Content", "PlacedExemption", "PlacedRule", "content_of"]

_WIDEST = 40
"""Columns of a table that people still read; beyond, each row lists what it has."""


@dataclass(frozen=True)
class PlacedExemption:
    """An exemption, and where it is declared.

    Attributes:
        exemption: The exemption.
        place: `environments/demo.yaml:70`.
        findings: How many findings it covers.
    """

    exemption: ExemptionProps
    place: str
    findings: int


@dataclass(frozen=True)
class PlacedRule:
    """An access rule, and whether it is kept.

    Attributes:
        name: Its name.
        rule: The rule.
        place: `environments/demo.yaml:70`.
        broken: Who breaks it by which grant, or lacks what it asks for.
    """

    name: str
    rule: AccessRuleProps
    place: str
    broken: tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """What is shown.

    Attributes:
        name: Name of the environment.
        environment: What it declares.
        today: The day that it is reviewed.
        revision: The revision of its files; empty where they are in none.
        pairs: The matrix's columns.
        pages: Everybody, in the order of the matrix's rows.
        nodes: Of the picture.
        edges: Of the picture.
        endings: What ends, the next one first.
        rules: Access rules, all that are declared.
        exemptions: All that are declared.
        judged: What the guardrails say.
        base: What it is compared with; empty where it is compared with nothing.
        difference: What changed since.
    """

    name: str
    environment: Environment
    today: dt.date
    revision: str
    pairs: tuple[ModelAction, ...]
    pages: tuple[PrincipalPage, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    endings: tuple[Ending, ...]
    rules: tuple[PlacedRule, ...]
    exemptions: tuple[PlacedExemption, ...]
    judged: Judged
    base: str = ""
    difference: Difference = field(default_factory=lambda: Difference(()))

    @cached_property
    def _columns(self) -> dict[ModelAction, int]:
        return {pair: index for index, pair in enumerate(self.pairs)}

    def columns(self, pairs: Iterable[ModelAction]) -> str:
        """Return the places of columns, from 0 on, as an attribute holds them."""
        return " ".join(str(self._columns[pair]) for pair in pairs)

    @property
    def is_large(self) -> bool:
        """Whether the matrix has more columns than people read."""
        return len(self.pairs) > _WIDEST

    @property
    def models(self) -> dict[str, list[ModelAction]]:
        """The columns by model."""
        found: dict[str, list[ModelAction]] = {}
        for pair in self.pairs:
            found.setdefault(pair.model, []).append(pair)
        return found

    @property
    def teams(self) -> list[str]:
        """Teams that declare somebody."""
        return sorted({page.principal.team for page in self.pages if page.principal.team})

    @property
    def kinds(self) -> list[str]:
        """Kinds of principals that there are."""
        return list(dict.fromkeys(page.principal.kind for page in self.pages))

    @cached_property
    def page_of(self) -> dict[str, str]:
        """Ids of pages by the principal's name in a sentence, such as `consumer batch`."""
        return {str(page.principal): page.id for page in self.pages}

    @property
    def grants(self) -> int:
        """How many times the matrix says yes."""
        return sum(len(page.yes) for page in self.pages)

    @property
    def wide(self) -> int:
        """How many principals may use every model, those to come included."""
        return sum(page.is_wide for page in self.pages)

    @property
    def soon(self) -> int:
        """How much ends soon, or has ended."""
        return sum(ending.is_soon for ending in self.endings)


def content_of(
    read: ReadEnvironment,
    judged: Judged,
    *,
    today: dt.date,
    revision: str = "",
    base: str = "",
    difference: Difference | None = None,
    people: bool = False,
) -> Content:
    """Collect everything.

    Args:
        read: The environment.
        judged: What the guardrails say of it.
        today: The day that it is reviewed.
        revision: As the page shall name it.
        base: What it is compared with.
        difference: What changed since.
        people: People's names and e-mail addresses are shown.
    """
    environment = read.environment
    covered = [finding.exemption for finding in judged.exempted]
    return Content(
        read.name,
        environment,
        today,
        revision,
        read.review.policy.model_actions,
        principal_pages(read, people=people),
        nodes(read.review),
        edges(read.review),
        endings(read, today),
        tuple(_rules(read)),
        tuple(
            PlacedExemption(each, read.place(("exemptions", index)), sum(one == each for one in covered))
            for index, each in enumerate(environment.exemptions)
        ),
        judged,
        base,
        difference or Difference(()),
    )


def _rules(read: ReadEnvironment) -> Iterator[PlacedRule]:
    faults: dict[str, list[str]] = {}
    for broken in AccessRules(read.environment, read.review.policy).broken():
        faults.setdefault(broken.name, []).append(f"{read.place(broken.path)}: {broken.fault}")
    for name, rule in read.environment.access_rules.items():
        yield PlacedRule(name, rule, read.place(("access_rules", name)), tuple(faults.get(name, ())))
