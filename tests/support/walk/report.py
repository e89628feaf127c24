"""What came of a walk."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from tests.support.walk.document import Document

__all__ = ["Fault", "Report"]


@dataclass(frozen=True)
class Fault:
    """A step that did not end well.

    Attributes:
        seed: Of the walk.
        step: Number of the step.
        kind: What did not hold.
        text: What was seen.
        moves: What the step changed.
        before: What was declared and deployed before it; empty at the first deployment of a realm.
        after: What was declared then.
    """

    seed: int
    step: int
    kind: str
    text: str
    moves: tuple[str, ...]
    before: Document
    after: Document

    def __str__(self) -> str:
        """Return all that it takes to see it again: deploy the first declaration, then the second."""
        said = "\n".join(f"  - {move}" for move in self.moves)
        head = f"seed {self.seed}, step {self.step}: {self.kind}\n{said}\n{self.text.rstrip()}"
        return f"{head}\n--- before\n{_yaml(self.before)}--- after\n{_yaml(self.after)}"


@dataclass
class Report:
    """Steps that were taken.

    Attributes:
        steps: How many.
        refused: How many declarations the checks refused.
        seconds: How long each step took.
        faults: What did not hold.
    """

    steps: int = 0
    refused: int = 0
    seconds: list[float] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def _yaml(document: Document) -> str:
    yaml = YAML(typ="safe")
    yaml.default_flow_style = None
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    text = io.StringIO()
    yaml.dump(document.tree, text)
    return text.getvalue()
