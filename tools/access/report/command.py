"""Read an environment, have it judged, and write the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.this_day import this_day
from tools.access.difference import differences
from tools.access.reading import read_environment
from tools.access.report.content import content_of
from tools.access.report.judged import judge
from tools.access.report.library import picture_library
from tools.access.report.render import render_report
from tools.access.sources import compared
from tools.errors import ToolError
from tools.git import git_text
from tools.project import repository_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs_lib.review.difference import Difference

__all__ = ["write_report"]


def write_report(
    name: str, output: Path | None, process_environment: Mapping[str, str], *, since: str = "", people: bool = False
) -> str:
    """Write the page of an environment.

    Args:
        name: Name of the environment.
        output: The file; left out, it lies where stacks are synthesized into.
        process_environment: Names the repository that the environment is in.
        since: What it is compared with: a git revision or a folder; left out, nothing.
        people: People's names and e-mail addresses are shown.

    Returns:
        A line that names the file.

    Raises:
        ToolError: There is no such environment, its file is wrong, or the page cannot be written (exit 2).
    """
    read = read_environment(name, process_environment)
    repository = repository_of(process_environment)
    target = output or repository.outdir / f"access-{name}.html"
    if output is None:
        target.parent.mkdir(parents=True, exist_ok=True)
    elif not target.parent.is_dir():
        raise ToolError(f"{target}: there is no folder {target.parent}: make it first", exit_code=2)
    difference = _difference(name, since, process_environment) if since else None
    content = content_of(
        read,
        judge(name, process_environment),
        today=this_day(),
        revision=_revision(repository.environments),
        base=since,
        difference=difference,
        people=people,
    )
    page = render_report(content, picture_library(), people=people)
    try:
        target.write_text(page, encoding="utf-8")
    except OSError as fault:
        raise ToolError(f"{target}: cannot be written: {fault.strerror}", exit_code=2) from None
    return f"{repository.show(target)}: open it in a browser\n"


def _difference(name: str, since: str, process_environment: Mapping[str, str]) -> Difference:
    (found,) = differences(compared(since, None, name, process_environment).sides).values()
    return found


def _revision(folder: Path) -> str:
    """Return the revision that files are of, and whether they were changed since; nothing where no git knows them."""
    revision = git_text(folder, "rev-parse", "--short", "HEAD")
    if not revision:
        return ""
    changed = git_text(folder, "status", "--porcelain", ".")
    return f"{revision}, with changes that are not committed" if changed else revision
