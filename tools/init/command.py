"""Write a team's own repository: environments that deploy, and a Makefile that calls the product."""

from __future__ import annotations

import os
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.console import Console

from stacks.gateway_files import write_files
from stacks.repository import Repository
from tools.errors import ToolError
from tools.init.pipelines import pipeline_files
from tools.json_schema import schemas
from tools.project import ROOT, from_caller

__all__ = ["init_repository", "repository_files"]

_TEMPLATE = Path(__file__).with_name("template")
_RENDERED = ".j2"
# Under its own name, git would obey it in the product.
_RENAMED = {"gitignore": ".gitignore"}


def init_repository(given: Path) -> None:
    """Write the repository.

    Args:
        given: A new or empty folder, as the user wrote it; it may be a fresh clone.

    Raises:
        ToolError: The folder holds something, lies in the product (exit 2), or cannot be written (exit 1).
    """
    root = Path(os.path.normpath(from_caller(given).absolute()))
    if root.is_relative_to(ROOT):
        raise ToolError(f"{given} lies in the product, {ROOT}: name a folder outside it", exit_code=2)
    try:
        if root.exists() and (not root.is_dir() or {each.name for each in root.iterdir()} - {".git"}):
            raise ToolError(f"{given} is not empty: name a new folder, or an empty one", exit_code=2)
        files = repository_files(root)
        write_files(root, files)
    except OSError as error:
        raise ToolError(f"{given} cannot be written: {error.strerror}") from None
    console = Console(highlight=False)
    for name in sorted(files):
        console.print(str(given / name), soft_wrap=True, markup=False)
    console.print(
        f"Next: cd {given} && make deploy; README.md there says what comes after.", soft_wrap=True, markup=False
    )


def repository_files(root: Path) -> dict[str, str]:
    """Return the repository's texts by their path in it.

    Args:
        root: Its folder, absolute: the way from there to the product stands in the Makefile.
    """
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATE),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - neither HTML nor a stranger's text
    )
    values = {"name": root.name, "product": _way(root, ROOT)}
    texts = {name: _read(templates, name, values) for name in templates.list_templates()}
    files = {_RENAMED.get(name, name.removesuffix(_RENDERED)): text for name, text in texts.items()}
    folder = Repository(root).environments.relative_to(root)
    return files | pipeline_files() | {str(folder / name): text for name, text in schemas().items()}


def _read(templates: Environment, name: str, values: dict[str, str]) -> str:
    if name.endswith(_RENDERED):
        return templates.get_template(name).render(values)
    return (_TEMPLATE / name).read_text(encoding="utf-8")


def _way(start: Path, end: Path) -> str:
    """Relative, so that colleagues can share it; absolute, where nothing but the root folder is common."""
    common = os.path.commonpath([start, end])
    return str(end) if common == end.anchor else os.path.relpath(end, start)
