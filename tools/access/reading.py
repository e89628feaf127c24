"""Read environments for a review: from files alone, whatever this machine can deploy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.review.questions import AccessReview
from stacks.environment_files import EnvironmentFiles
from tools.project import reading_files, repository_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from constructs_lib.guardrails.finding import SourcePlace
    from stacks.environment import Environment

__all__ = ["EVERYTHING", "ReadEnvironment", "read_environment"]

EVERYTHING = ProviderFeatures.of("5.9.0")
"""What the newest provider can do: a review reads what is declared, and asks no Terraform for its version."""


@dataclass(frozen=True)
class ReadEnvironment:
    """An environment and its review.

    Attributes:
        name: Its name.
        environment: What it declares.
        files: The folder that it was read from.
        broken: Which grants break an access rule, a line each, with the places of both.
    """

    name: str
    environment: Environment
    files: EnvironmentFiles
    broken: tuple[str, ...] = ()

    @cached_property
    def review(self) -> AccessReview:
        """Who may do what in it."""
        return AccessReview(self.environment)

    @cached_property
    def _places(self) -> Callable[[tuple[str | int, ...]], SourcePlace]:
        return self.files.places(self.name)

    def place(self, path: Sequence[str | int]) -> str:
        """Return where a value stands, `environments/demo.yaml:12`."""
        return str(self._places(tuple(path)))


def read_environment(name: str, process_environment: Mapping[str, str]) -> ReadEnvironment:
    """Read one environment.

    Args:
        name: Its name.
        process_environment: Names the repository that it is in.

    Raises:
        ToolError: There is none of that name (offers the nearest), or its file is wrong (exit 2).
    """
    files = EnvironmentFiles.of(repository_of(process_environment), features=EVERYTHING)
    with reading_files():
        checked = files.check(name, keeps_rules=False)
        return ReadEnvironment(name, checked.declaration, files, tuple(files.broken_rules(name, checked)))
