"""Workflows for GitHub Actions and GitLab CI, in a repository of one's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stacks.gateway_files import write_files
from tools.errors import ToolError
from tools.git import git_text
from tools.project import ROOT, repository_of
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["pipeline_files", "write_pipelines"]

_WORKFLOWS = Path(__file__).with_name("workflows")
_SETTINGS = "github-settings.yml"
_PLACES = {"github/": ".github/", "gitlab-ci.yml": ".gitlab-ci.yml"}
_INDENT = " " * 6
_GITHUB = re.compile(r"(?:https://github\.com/|git@github\.com:|ssh://git@github\.com/)([\w.-]+/[\w.-]+?)(?:\.git)?/?")
_HTTPS = re.compile(r"https://[\w.:/~-]+")


def write_pipelines(process_environment: Mapping[str, str]) -> None:
    """Write the workflows that a repository lacks; those that are there are left as they are.

    Args:
        process_environment: Names the repository.

    Raises:
        ToolError: It is the product itself (exit 2), or cannot be written.
    """
    repository = repository_of(process_environment)
    if repository.is_product:
        raise ToolError("make pipelines writes into a repository of your own: name it with ENVIRONMENTS", exit_code=2)
    files = pipeline_files()
    missing = {name: text for name, text in files.items() if not (repository.root / name).exists()}
    try:
        write_files(repository.root, missing)
    except OSError as error:
        raise ToolError(f"{repository.root} cannot be written: {error.strerror}") from None
    for name in sorted(files):
        tell(
            str(repository.show(repository.root / name)) + ("" if name in missing else ": is there, and left as it is")
        )


def pipeline_files() -> dict[str, str]:
    """Return the workflows' texts by their path in a repository."""
    templates = Environment(
        loader=FileSystemLoader(_WORKFLOWS),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - neither HTML nor a stranger's text
        variable_start_string="[[",  # GitHub's own expressions have braces
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    settings = (_WORKFLOWS / _SETTINGS).read_text(encoding="utf-8").splitlines()
    values = {"settings": "\n".join(f"{_INDENT}{line}" for line in settings), **_product()}
    names = [name for name in templates.list_templates() if name != _SETTINGS]
    return {_place(name): templates.get_template(name).render(values) for name in names}


def _place(name: str) -> str:
    (start, place) = next((start, place) for start, place in _PLACES.items() if name.startswith(start))
    return place + name.removeprefix(start)


def _product() -> dict[str, str]:
    """Return where a pipeline gets this product; what git does not say here is left to fill in."""
    origin, commit = git_text(ROOT, "remote", "get-url", "origin"), git_text(ROOT, "rev-parse", "HEAD")
    found = _GITHUB.fullmatch(origin)
    return {
        "product_repository": found[1] if found else "<owner/repository of MlApiSecurity>",
        "product_url": origin if _HTTPS.fullmatch(origin) else "<URL of MlApiSecurity's repository>",
        "product_commit": commit or "<commit of MlApiSecurity>",
        "runner_image": "<image with make, git, Python 3.11, npm and Terraform>",
    }
