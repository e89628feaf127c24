"""What pages name exists: targets, files, sections, modules, and the reference is current."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import PAGES, Page
from tools import own_values_reference, preset_reference, reference, style_reference
from tools.guardrails import rule_reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.unit

_MAKE = re.compile(r"(?:^|[ =&(])make((?: [a-z][a-z-]*)+)")
# What is given to one, up to the first quoted value.
_GIVEN = re.compile(r"(?:^|[ =&(])make [^\"'|;&]*")
_VARIABLE = re.compile(r"\b([A-Z][A-Z_]*)=")
_OF_OWN_REPOSITORIES = {"PRODUCT"}  # of the Makefile that make init writes
_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
# A path in the project: what has a folder, or is a known kind of file.
_PATH = re.compile(r"[\w.-]+/[\w./-]*|[\w-]+\.(?:py|md|json|toml)")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@each_page
def test_make_targets_exist(page: Page) -> None:
    """Every `make …` that a page shows is a target."""
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {name for command in page.commands for names in _MAKE.findall(command) for name in names.split()}
    assert named - targets == set()


@each_page
def test_make_variables_exist(page: Page) -> None:
    """What a page gives to `make` is read: make itself passes over a variable that nobody knows."""
    known = set(re.findall(r"\b[A-Z][A-Z_]*\b", (ROOT / "Makefile").read_text(encoding="utf-8")))
    given = {name for command in page.commands for make in _GIVEN.findall(command) for name in _VARIABLE.findall(make)}
    assert given - known - _OF_OWN_REPOSITORIES == set()


@each_page
def test_pipenv_is_found(page: Page) -> None:
    """Whoever copies a command of Pipenv's, and has none on PATH, reads on the same page where the project's is."""
    if any("pipenv run" in block for block in page.code("sh")):
        assert ".cache/pipenv/bin/pipenv" in page.text


@each_page
def test_links_resolve(page: Page) -> None:
    """Every link within the project leads to a file, and to a heading of it where it names one."""
    dead = []
    for link in page.links:
        file, _, anchor = link.partition("#")
        target = (page.path.parent / file) if file else page.path
        if not target.exists() or (anchor and anchor not in Page(target).anchors):
            dead.append(link)
    assert dead == []


def test_every_page_is_linked_from_the_index() -> None:
    """A reader of the README finds the index, and there each page."""
    readme, index = Page(ROOT / "README.md"), Page(ROOT / "docs" / "index.md")
    assert "docs/index.md" in readme.links
    linked = {(index.path.parent / link.partition("#")[0]).resolve() for link in index.links}
    assert [page.name for page in PAGES if page.path not in linked and page not in (readme, index)] == []


def test_contributing_names_files_that_exist() -> None:
    """Every path in CONTRIBUTING, its picture included, is there."""
    page = Page(ROOT / "CONTRIBUTING.md")
    picture = page.code("text")[0]
    shown = [word for word in re.findall(r"(?<!\S)[\w./-]+(?=:?(?:\s|$))", picture) if _PATH.fullmatch(word)]
    named = [span for span in page.spans if _PATH.fullmatch(span)]
    assert len(shown) >= 5
    generated = ("cdktf.out/", ".venv/", ".cache/")
    assert [path for path in (*shown, *named) if not path.startswith(generated) and not (ROOT / path).exists()] == []


def test_environment_reference_is_current() -> None:
    """The page is what the types say: `make docs` writes it anew."""
    assert reference.render() == reference.PAGE.read_text(encoding="utf-8")


def test_reference_of_adopted_realms_is_current() -> None:
    """It is written from the table that tests compare with the constructs."""
    assert own_values_reference.render() == own_values_reference.PAGE.read_text(encoding="utf-8")


def test_reference_of_styles_is_current() -> None:
    """It is written from the same rows that gateways are written from."""
    assert style_reference.render() == style_reference.PAGE.read_text(encoding="utf-8")


def test_reference_of_presets_is_current() -> None:
    """It is written from the presets themselves."""
    assert preset_reference.render() == preset_reference.PAGE.read_text(encoding="utf-8")


def test_rule_reference_is_current() -> None:
    """The page is what the rules say: `make docs` writes it anew."""
    assert rule_reference.render() == rule_reference.PAGE.read_text(encoding="utf-8")


def test_reference_has_every_key() -> None:
    """Keys of all depths are there: of mappings, of each kind of backend, and of a person."""
    rendered = reference.render()
    expected = ["## `realm.smtp.auth`", "## `backend (type: s3)`", "## `people.<name>`", "| `temporary_password` |"]
    assert expected == [text for text in expected if text in rendered]


def test_modules_that_import_cdktf() -> None:
    """The decision page names the modules that import cdktf or the bindings, all of them."""
    page = Page(ROOT / "docs/decisions/cdktf-after-its-archival.md")
    listed = re.findall(r"^  - `(.+)`$", page.text, re.MULTILINE)
    cdk = {"cdktf", "cdktn", "cdktf_cdktf_provider_keycloak", "cdktn_provider_keycloak"}
    assert sorted(path.relative_to(ROOT).as_posix() for path in _sources() if _imported(path) & cdk) == listed


def test_declarations_and_tools_do_without_the_cdk() -> None:
    """As the same page says, neither the declarations, their checks nor the tools import cdktf or constructs."""
    cdk = {"cdktf", "constructs", "cdktf_cdktf_provider_keycloak"}
    users = {path.relative_to(ROOT).as_posix() for path in _sources() if _imported(path) & cdk}
    free = ("tools/", "constructs_lib/declaration/", "stacks/environment_files", "main.py")
    assert users
    assert [name for name in sorted(users) if name.startswith(free)] == []


def _sources() -> Iterator[Path]:
    yield ROOT / "main.py"
    for folder in ("stacks", "constructs_lib", "tools"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def _imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found
