"""Where OpenTofu reads states otherwise than it writes them, nothing plain is left beside one that is encrypted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools.runner.reencryption import VARIABLE, forget_plain_backup, is_asked_for
from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

ENCRYPTED, PLAIN = json.dumps({"encrypted_data": "eA=="}), json.dumps({"resources": []})


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", False),
        ("state {\n  method = method.aes_gcm.state\n  enforced = true\n}", False),
        ("state {\n  method = method.aes_gcm.state\n  fallback { method = method.unencrypted.migrate }\n}", True),
        ('{"state": {"method": "aes_gcm.state", "fallback": {"method": "unencrypted.migrate"}}}', True),
    ],
)
def test_fallback(text: str, *, asked: bool) -> None:
    """It is asked for by a fallback, in both languages that OpenTofu reads."""
    assert is_asked_for({VARIABLE: text}) is asked


@pytest.mark.parametrize(
    ("state", "backup", "stays"),
    [
        (ENCRYPTED, PLAIN, False),
        (ENCRYPTED, ENCRYPTED, True),
        (PLAIN, PLAIN, True),
        (ENCRYPTED, "", True),
    ],
)
def test_backup(tmp_path: Path, state: str, backup: str, *, stays: bool) -> None:
    """A plain backup goes once the state is encrypted; any other stays."""
    stack = Stack("ml", tmp_path / "ml")
    stack.folder.mkdir()
    (stack.folder / "cdk.tf.json").write_text('{"terraform": {"backend": {"local": {"path": "../ml.tfstate"}}}}')
    (tmp_path / "ml.tfstate").write_text(state)
    beside = tmp_path / "ml.tfstate.backup"
    beside.write_text(backup)
    forget_plain_backup(stack)
    assert beside.exists() is stays
