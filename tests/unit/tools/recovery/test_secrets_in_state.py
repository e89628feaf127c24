"""Secrets in a state are named, never shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.recovery.secrets_in_state import secrets_in, tell_secrets_in_state

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

VARIABLES = {
    "TF_VAR_ada_initial_password": "canary-1",
    "TF_VAR_batch_client_secret": "canary-2",
    "TF_VAR_smtp_password": "canary-3",
    "TF_VAR_keycloak_url": "https://sso.example.com",
}


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    """Folder of a stack with three secret variables and a public one."""
    folder = tmp_path / "cdktf.out" / "stacks" / "dev"
    folder.mkdir(parents=True)
    names = [name.removeprefix("TF_VAR_") for name in VARIABLES]
    body = {
        "terraform": {"backend": {"local": {"path": "../../../terraform.dev.tfstate"}}},
        "variable": {name: {"sensitive": name != "keycloak_url"} for name in names},
    }
    (folder / "cdk.tf.json").write_text(json.dumps(body))
    return folder


def _state(*secrets: str) -> dict[str, Any]:
    blocks = [{"value": secret} for secret in secrets]
    attributes = {"initial_password": blocks, "url": VARIABLES["TF_VAR_keycloak_url"]}
    return {"resources": [{"instances": [{"attributes": attributes}]}], "outputs": {}}


def test_found_by_value(stack: Path) -> None:
    """Wherever in a resource or output it is; what is not secret, or not there, is not named."""
    assert secrets_in(_state("canary-1", "other"), stack, VARIABLES) == ("TF_VAR_ada_initial_password",)
    output = {"outputs": {"client_secret": {"value": "canary-2"}}}
    assert secrets_in(output, stack, VARIABLES) == ("TF_VAR_batch_client_secret",)
    assert secrets_in(_state(), stack, VARIABLES) == ()


def test_told_with_what_to_do(stack: Path, tmp_path: Path) -> None:
    """The state's line leads to the page; a backup that holds more is named; no line holds a secret."""
    (tmp_path / "terraform.dev.tfstate.backup").write_text(json.dumps(_state("canary-1", "canary-2")))
    (tmp_path / "terraform.dev.tfstate.damaged").write_text("{")
    told: list[str] = []
    tell_secrets_in_state(_state("canary-1", "canary-3"), stack, VARIABLES, told.append)
    in_state, in_backup = told
    assert in_state == (
        "the state of dev holds TF_VAR_ada_initial_password, TF_VAR_smtp_password, in plain text: "
        "how to keep them out: docs/how-to/upgrade-the-provider.md"
    )
    assert in_backup == (
        "terraform.dev.tfstate.backup holds TF_VAR_ada_initial_password, TF_VAR_batch_client_secret: "
        "remove it once the deployment is as you want it"
    )
    told.clear()
    (tmp_path / "terraform.dev.tfstate.backup").unlink()
    tell_secrets_in_state(_state(), stack, VARIABLES, told.append)
    assert told == []
