"""What a synthesized stack asks of its operator."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools.errors import ToolError
from tools.synthesized_stack import RequiredVariable, missing_variables, required_variables

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

SECRET = RequiredVariable("a_client_secret", "Secret of the client 'a'", sensitive=True)
PASSWORD = RequiredVariable("b_initial_password", "First password of the person 'b'", sensitive=True)


def test_all_missing_variables_are_named_at_once() -> None:
    """A variable that is not set, or empty, is named with what it is; the set ones are not."""
    with pytest.raises(ToolError) as caught:
        missing_variables((SECRET, PASSWORD), {"TF_VAR_b_initial_password": ""})
    assert str(caught.value) == (
        "set in the environment: TF_VAR_a_client_secret (secret of the client 'a'), "
        "TF_VAR_b_initial_password (first password of the person 'b')"
    )
    assert caught.value.exit_code == 2


def test_message_holds_no_value() -> None:
    """The value of a variable that is set never reaches the message."""
    with pytest.raises(ToolError) as caught:
        missing_variables((SECRET, PASSWORD), {"TF_VAR_a_client_secret": "canary-123"})
    assert "canary-123" not in str(caught.value)


def test_variables_without_default_are_required(tmp_path: Path) -> None:
    """A variable with a default is not asked for."""
    variables = {
        "b_initial_password": {"description": PASSWORD.description, "sensitive": True},
        "a_client_secret": {"description": SECRET.description, "sensitive": True},
        "keycloak_url": {"default": "http://127.0.0.1:8080"},
    }
    (tmp_path / "cdk.tf.json").write_text(json.dumps({"variable": variables}), encoding="utf-8")
    assert required_variables(tmp_path) == (SECRET, PASSWORD)


def test_everything_set_is_fine() -> None:
    """Nothing is said when all is there."""
    missing_variables((SECRET,), {"TF_VAR_a_client_secret": "x"})
