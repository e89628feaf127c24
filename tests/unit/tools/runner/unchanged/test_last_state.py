"""A stack is passed over only where its code, variables, local states and Keycloak decide what its plan is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.runner.stacks import Stack
from tools.runner.unchanged.covering import UncoveredError
from tools.runner.unchanged.last_state import LastState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

pytestmark = pytest.mark.unit


def code() -> dict[str, Any]:
    """Return a stack that reads another one's state."""
    return {
        "terraform": {"backend": {"local": {"path": "../ml.tfstate"}}},
        "provider": {"keycloak": [{"client_timeout": 120}]},
        "data": {"terraform_remote_state": {"other": {"backend": "local", "config": {"path": "../other.tfstate"}}}},
    }


def state() -> dict[str, Any]:
    """Return what is in its state."""
    return {
        "resources": [
            {
                "mode": "managed",
                "type": "keycloak_role",
                "name": "model",
                "instances": [{"index_key": "a", "attributes": {"realm_id": "ml", "id": "1"}}],
            }
        ]
    }


def written(folder: Path, code: object, state: object) -> Stack:
    """Write both."""
    (folder / "ml").mkdir()
    (folder / "ml" / "cdk.tf.json").write_text(json.dumps(code))
    (folder / "ml.tfstate").write_text(json.dumps(state))
    (folder / "other.tfstate").write_text("{}")
    return Stack("ml", folder / "ml")


@pytest.mark.parametrize(
    "change",
    [
        lambda code, _: code["terraform"].update(backend={"pg": {}}),
        lambda code, _: code["provider"]["keycloak"][0].update(url="https://other.example.com"),
        lambda code, _: code["provider"]["keycloak"].append({"alias": "other"}),
        lambda code, _: code["data"]["terraform_remote_state"]["other"].update(backend="pg"),
        lambda code, _: code.update(locals={"theme": '${file("theme.txt")}'}),
        lambda code, _: code.update(locals={"now": "${timestamp()}"}),
        lambda code, _: code.update(module={"own": {}}),
        lambda _, state: state.update(encrypted_data="…", resources=None),
        lambda _, state: state["resources"][0].update(type="keycloak_workflow"),
        lambda _, state: state["resources"][0].update(mode="data", type="http"),
        lambda _, state: state["resources"][0].update(module="module.own"),
        lambda _, state: state["resources"][0]["instances"][0].update(status="tainted"),
        lambda _, state: state["resources"][0]["instances"][0].update(deposed="1"),
    ],
)
def test_a_plan_depends_on_more(tmp_path: Path, change: Callable[[Any, Any], None]) -> None:
    """Another backend, another server, a file, the clock, what is encrypted, what is half-made or not covered."""
    held, kept = code(), state()
    change(held, kept)
    with pytest.raises(UncoveredError):
        LastState.of(written(tmp_path, held, kept), {})


@pytest.mark.parametrize(
    "variables", [{"TF_WORKSPACE": "other"}, {"TF_CLI_ARGS_plan": "-replace=x"}, {"TF_CLI_ARGS": "-var=a=b"}]
)
def test_variables_decide_what_a_plan_is(tmp_path: Path, variables: Mapping[str, str]) -> None:
    """Another workspace, and options that change the plan."""
    with pytest.raises(UncoveredError):
        LastState.of(written(tmp_path, code(), state()), variables)


@pytest.mark.parametrize("name", ["terraform.tfvars", "a.auto.tfvars.json", "own.tf", "errored.tfstate"])
def test_files_beside_the_code(tmp_path: Path, name: str) -> None:
    """What somebody put there, and a state that was not saved."""
    stack = written(tmp_path, code(), state())
    (stack.folder / name).write_text("")
    with pytest.raises(UncoveredError):
        LastState.of(stack, {})


def test_all_else_is_read(tmp_path: Path) -> None:
    """Objects come by the addresses of plans, with the states of others; options that change no plan change nothing."""
    variables = {"TF_CLI_ARGS_plan": "-lock-timeout=60s", "TF_CLI_ARGS": "-parallelism=20 -no-color"}
    found = LastState.of(written(tmp_path, code(), state()), variables)
    assert [(each.address, each.realm) for each in found.instances] == [('keycloak_role.model["a"]', "ml")]
    assert found.others == (b"{}",)
