"""The one comment of a pull request: who gains and who loses, and what Terraform would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.access.bounded import bounded, bounded_list
from tools.access.comment_lines import comment_lines
from tools.access.difference import LONGEST_COMMENT, differences
from tools.access.sources import compared
from tools.ci.places import ReviewFolder
from tools.ci.platform import platform_of
from tools.errors import ToolError
from tools.project import repository_of
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MARKER", "comment_text", "write_comment"]

MARKER = "<!-- ml-api-security: review of access -->"
"""First line of the comment, by which it is found again."""

_PLANS = 20_000
_FRAME = 500


def write_comment(process_environment: Mapping[str, str]) -> None:
    """Write the comment into a file, and on the platform; without a platform, print it.

    Args:
        process_environment: Variables of the caller.

    Raises:
        ToolError: As for `comment_text`; or the platform refuses it (exit 1).
    """
    text = comment_text(process_environment)
    folder = ReviewFolder(repository_of(process_environment))
    shown = folder.write(folder.comment, text)
    platform = platform_of(process_environment)
    if platform is None:
        print(text, end="")  # noqa: T201 - the result
        tell(f"No platform has a token for it: the comment is in {shown}")
        return
    tell(f"Comment: {platform.comment(MARKER, text)}")


def comment_text(process_environment: Mapping[str, str]) -> str:
    """Return the comment as Markdown, at most `LONGEST_COMMENT` bytes long with its first line.

    Args:
        process_environment: Says what the request is merged into.

    Raises:
        ToolError: It does not say so, or a file is wrong (exit 2).
    """
    base = base_of(process_environment)
    sides = compared(base, None, None, process_environment)
    command = f"python -m tools access diff {base}"
    found = differences(sides.sides)
    access = list(comment_lines(found, sides.title, sides.places))
    plans = [
        bounded(["", f"### Plan of {name}", "", *text.splitlines()], f"make diff ENV={name}", _PLANS)
        for name, text in ReviewFolder(repository_of(process_environment)).plans().items()
    ]
    commit = process_environment.get("GITHUB_SHA") or process_environment.get("CI_COMMIT_SHA") or ""
    foot = f"\n<sub>{commit[:12]}</sub>\n" if commit else ""
    room = LONGEST_COMMENT - _FRAME
    below = bounded([line for plan in plans for line in plan.splitlines()], "make diff", room - _PLANS) if plans else ""
    return bounded_list(access, command, room - len(below.encode())) + below + foot


def base_of(process_environment: Mapping[str, str]) -> str:
    """Return the revision that a pull request or merge request is compared with.

    Raises:
        ToolError: No variable says so (exit 2).
    """
    if base := process_environment.get("BASE") or process_environment.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        return base
    if branch := process_environment.get("GITHUB_BASE_REF"):
        return f"origin/{branch}"
    raise ToolError("BASE is not set: it is the revision to compare with, such as origin/main", exit_code=2)
