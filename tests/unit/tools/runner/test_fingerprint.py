"""`CHANGED=1` passes over a stack only where nothing of what it was applied with has changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tools.bootstrap import provider
from tools.runner import fingerprint
from tools.runner.fingerprint import Fingerprints
from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.unit

SECRET = "canary-0123456789"
BODY: dict[str, Any] = {
    "terraform": {"backend": {"local": {"path": "../../terraform.ml.tfstate"}}},
    "variable": {"batch_client_secret": {"sensitive": True}},
}


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """A stack that was applied, with its state and a Terraform."""
    folder = tmp_path / "cdktf.out" / "ml"
    folder.mkdir(parents=True)
    (folder / "cdk.tf.json").write_text(json.dumps(BODY))
    (tmp_path / "terraform.ml.tfstate").write_text("{}")
    terraform = tmp_path / "bin" / "terraform"
    terraform.parent.mkdir()
    terraform.write_text("#!/bin/sh\n")
    terraform.chmod(0o700)
    return Stack("ml", folder)


@pytest.fixture
def kept(stack: Stack, tmp_path: Path) -> Fingerprints:
    """What was noted after its apply."""
    variables = {
        "PATH": str(tmp_path / "bin"),
        "KEYCLOAK_URL": "https://sso.example.com",
        "TF_VAR_batch_client_secret": SECRET,
        "TF_VAR_of_another_stack": "1",
    }
    fingerprints = Fingerprints(tmp_path / "fingerprints", variables)
    fingerprints.keep(stack)
    return fingerprints


def _with(**variables: str) -> Callable[[Fingerprints], Fingerprints]:
    return lambda kept: replace(kept, environment={**kept.environment, **variables})


def test_nothing_has_changed(stack: Stack, kept: Fingerprints) -> None:
    """It is passed over, whatever is changed that it does not read."""
    assert kept.is_known(stack)
    assert _with(TF_VAR_of_another_stack="2", EDITOR="vi")(kept).is_known(stack)


@pytest.mark.parametrize(
    "change",
    [
        _with(TF_VAR_batch_client_secret="another-0123456789"),
        _with(TF_VAR_batch_client_secret=""),
        _with(KEYCLOAK_URL="https://other.example.com"),
        _with(TF_WORKSPACE="other"),
        _with(TF_ENCRYPTION="state {}"),
        _with(PG_CONN_STR="postgres://other.example.com/state"),
    ],
)
def test_inputs_have_changed(stack: Stack, kept: Fingerprints, change: Callable[[Fingerprints], Fingerprints]) -> None:
    """Another secret, server, place or encryption of the state is applied."""
    assert not change(kept).is_known(stack)


def test_declaration_has_changed(stack: Stack, kept: Fingerprints) -> None:
    """Another JSON is applied."""
    (stack.folder / "cdk.tf.json").write_text(json.dumps({**BODY, "locals": {}}))
    assert not kept.is_known(stack)


@pytest.mark.parametrize("state", ["", '{"serial": 2}', None])
def test_state_has_changed(stack: Stack, kept: Fingerprints, tmp_path: Path, state: str | None) -> None:
    """A state that was restored, changed by other means, or lost is looked at."""
    file = tmp_path / "terraform.ml.tfstate"
    file.unlink() if state is None else file.write_text(state)
    assert not kept.is_known(stack)


def test_terraform_has_changed(stack: Stack, kept: Fingerprints, tmp_path: Path) -> None:
    """Another Terraform looks at everything."""
    (tmp_path / "bin" / "terraform").write_text("#!/bin/sh\n# newer\n")
    assert not kept.is_known(stack)


def test_provider_has_changed(stack: Stack, kept: Fingerprints, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another provider looks at everything: it may read or write what the former one did not."""
    found = provider.recorded_provider(kept.environment)
    monkeypatch.setattr(fingerprint, "recorded_provider", lambda _: f"{found} in another version")
    assert not kept.is_known(stack)


def test_apply_that_did_not_end(stack: Stack, kept: Fingerprints) -> None:
    """From its beginning on nothing is known, until it has ended."""
    kept.forget(stack)
    assert not kept.is_known(stack)
    kept.keep(stack)
    assert kept.is_known(stack)


def test_no_secret_can_be_guessed(kept: Fingerprints, tmp_path: Path) -> None:
    """Files are their owner's alone, and hold a keyed hash: the same inputs have another one on another machine."""
    files = {file.name: file for file in kept.folder.iterdir()}
    assert {f"{file.stat().st_mode & 0o777:o}" for file in files.values()} == {"600"}
    assert SECRET not in files["ml"].read_text()
    elsewhere = Fingerprints(tmp_path / "elsewhere", kept.environment)
    elsewhere.keep(Stack("ml", tmp_path / "cdktf.out" / "ml"))
    assert (elsewhere.folder / "ml").read_text() != files["ml"].read_text()
