"""The platform that a pipeline runs on: it shows a comment, and an issue about drift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tools.ci.github import GitHub
from tools.ci.gitlab import GitLab

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Platform", "platform_of"]


class Platform(Protocol):
    """Shows what people read; of each text there is one, known by its first line, a comment that nobody sees."""

    def comment(self, marker: str, text: str) -> str:
        """Write the comment on the pull request or merge request, or bring it up to date.

        Args:
            marker: The first line.
            text: What follows.

        Returns:
            Its address.

        Raises:
            ToolError: The platform refuses, or does not answer.
        """

    def report(self, marker: str, title: str, text: str) -> str:
        """Open an issue, or bring it up to date.

        Returns:
            Its address.

        Raises:
            ToolError: As for `comment`.
        """

    def settle(self, marker: str) -> str | None:
        """Close the issue.

        Returns:
            Its address; None where none is open.

        Raises:
            ToolError: As for `comment`.
        """


def platform_of(process_environment: Mapping[str, str]) -> Platform | None:
    """Return the platform, by the variables that it sets; None where no pipeline runs, or it has no token.

    Args:
        process_environment: Variables of the caller.
    """
    return GitHub.of(process_environment) or GitLab.of(process_environment)
