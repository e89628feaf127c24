"""Which states are served, before any server is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.runner.served.stacks import ServedStacks
from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "variables",
    [
        {"TF_WORKSPACE": "other"},
        {"TF_CLI_ARGS_apply": "-state=other.tfstate"},
        {"TF_ENCRYPTION": "state {}"},  # OpenTofu encrypts the backup as well: a copy of what was read may be plain
    ],
    ids=str,
)
def test_left_as_it_is(tmp_path: Path, variables: Mapping[str, str]) -> None:
    """What Terraform or OpenTofu does with a file of its own, and a server would not, it does itself."""
    stack = Stack("ml", tmp_path / "ml")
    stack.folder.mkdir()
    (stack.folder / "cdk.tf.json").write_text('{"terraform": {"backend": {"local": {"path": "../ml.tfstate"}}}}')
    served = ServedStacks(variables, tmp_path, lambda *_: pytest.fail("nothing is initialized"))
    assert served.of(stack, stack.folder / ".terraform") is None
