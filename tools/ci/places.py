"""Where a pipeline's commands leave what people read of them; no secret is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.repository import Repository

__all__ = ["ReviewFolder", "hand_on"]


class ReviewFolder:
    """A folder that a pipeline keeps as its artefact, `cdktf.out/review`.

    Args:
        repository: Whose environments are reviewed.
    """

    def __init__(self, repository: Repository) -> None:
        self._folder = repository.outdir / "review"
        self._repository = repository

    @property
    def values(self) -> Path:
        """`NAME=value` lines for later jobs: the digest that was reviewed, and whether anything changes."""
        return self._folder / "plan.env"

    @property
    def sarif(self) -> Path:
        """What the guardrails say of the plans."""
        return self._folder / "guardrails-of-plans.sarif"

    @property
    def comment(self) -> Path:
        """The comment of a pull request, as Markdown."""
        return self._folder / "comment.md"

    def drift(self, environment: str) -> Path:
        """What differs from what is declared, as Markdown."""
        return self._folder / f"drift-{environment}.md"

    def plan(self, environment: str) -> Path:
        """What an environment's plans would do, as Markdown."""
        return self._folder / f"plan-{environment}.md"

    def plans(self) -> dict[str, str]:
        """Return the plans that were written, by environment."""
        found = sorted(self._folder.glob(self.plan("*").name))
        return {file.stem.removeprefix("plan-"): file.read_text(encoding="utf-8") for file in found}

    def write(self, file: Path, text: str) -> str:
        """Write a file; return how people know it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return str(self._repository.show(file))


def hand_on(text: str, variable: str, process_environment: Mapping[str, str]) -> None:
    """Append to a file that GitHub reads, where there is one.

    Args:
        text: What is added.
        variable: `GITHUB_OUTPUT` or `GITHUB_STEP_SUMMARY` ("Workflow commands for GitHub Actions").
        process_environment: Variables of the caller.
    """
    if name := process_environment.get(variable):
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(text)
