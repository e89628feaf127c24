"""What a page shows works: YAML is loaded, Python is run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from constructs_lib.bindings.cdk import CDKTF
from constructs_lib.cdk import CDK
from stacks.environment_files import EnvironmentFiles
from stacks.yaml_document import read_yaml
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import PAGES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

# The first line of a YAML block says which file it is, and whether it is all of it.
_TITLE = re.compile(r"# environments/([\w-]+)\.yaml(, changed)?\n")

YAML_SNIPPETS = [pytest.param(block, id=page.name) for page in PAGES for block in page.code("yaml")]
PYTHON_SNIPPETS = [pytest.param(block, id=page.name) for page in PAGES for block in page.code("python")]


def test_there_are_snippets() -> None:
    """The two tests below have something to test."""
    assert (bool(YAML_SNIPPETS), bool(PYTHON_SNIPPETS)) == (True, True)


@pytest.mark.parametrize("block", YAML_SNIPPETS)
def test_yaml_is_an_environment(block: str, tmp_path: Path) -> None:
    """Each YAML block is an environment file, or a change of one, that loads beside the project's own."""
    title = _TITLE.match(block)
    assert title, f"the first line must be '# environments/<name>.yaml' or the same with ', changed': {block}"
    folder = shutil.copytree(ROOT / "environments", tmp_path / "environments")
    name, changed = title.groups()
    file = folder / f"{name}.yaml"
    if changed:
        (tmp_path / "change.yaml").write_text(block, encoding="utf-8")
        change = read_yaml(tmp_path / "change.yaml", shown_as=file)
        YAML().dump(read_yaml(file, shown_as=file).overlay(change).data, file)
    else:
        assert not file.exists(), f"{file.name} is one of the project's own: say ', changed'"
        file.write_text(block, encoding="utf-8")
    loaded = EnvironmentFiles(folder).load_all()
    assert name in loaded


@pytest.mark.slow
@pytest.mark.parametrize("block", PYTHON_SNIPPETS)
def test_python_runs(block: str, tmp_path: Path) -> None:
    """Each Python block is a whole app that synthesizes a stack with the provider."""
    # The pages show cdktf; by the other CDK the same apps work under its own names.
    block = block.replace(CDKTF.module, CDK.module).replace(f"from {CDKTF.name} ", f"from {CDK.name} ")
    (tmp_path / "app.py").write_text(block, encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "app.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    (stack,) = (tmp_path / "cdktf.out" / "stacks").glob("*/cdk.tf.json")
    assert "keycloak" in json.loads(stack.read_text(encoding="utf-8"))["provider"]
