"""Stacks whose files were removed are found by their states, and get a folder to be destroyed from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from constructs_lib.cdk import App, TerraformStack
from stacks.backend_binding import bind_backend
from stacks.backends import AzurermBackendProps, GcsBackendProps, LocalBackendProps, PgBackendProps, S3BackendProps
from stacks.repository import Repository
from tools.runner.removed import find_removed
from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from pathlib import Path

    from stacks.backends import BackendProps
    from tools.runner.terraform import Terraform

pytestmark = pytest.mark.unit

PROVIDER = {"keycloak": [{"client_timeout": 120}]}
REMOTE: tuple[BackendProps, ...] = (
    PgBackendProps(type="pg", schema_name="ml_states"),
    S3BackendProps(type="s3", bucket="b", region="r", key_prefix="ml-eu/ml-eu"),
    GcsBackendProps(type="gcs", bucket="b", prefix="ml-eu"),
    AzurermBackendProps(type="azurerm", resource_group_name="ml-eu", storage_account_name="s", container_name="ml-eu"),
)


class Realm:
    """The stack with the realm, whose state says which stacks there were."""

    def __init__(self, folder: Path, stacks: list[str] | None) -> None:
        self.stack = Stack("ml-eu", folder)
        self._stacks = stacks

    def output(self, name: str) -> list[str] | None:
        """Return the output."""
        return self._stacks if name == "stacks" else None


def backend(props: BackendProps, stack: str) -> dict[str, Any]:
    """Return a stack's backend as the app writes it."""
    scope = TerraformStack(App(), stack)
    bind_backend(scope, props)
    return cast("dict[str, Any]", scope.to_terraform()["terraform"]["backend"])


def find(tmp_path: Path, props: BackendProps, stacks: list[str] | None = None) -> tuple[Stack, ...]:
    """Find them for an environment that declares its realm, its models and one team."""
    folder = tmp_path / "cdktf.out" / "stacks" / "ml-eu"
    folder.mkdir(parents=True)
    terraform = {"backend": backend(props, "ml-eu"), "required_providers": {"keycloak": {}}}
    (folder / "cdk.tf.json").write_text(json.dumps({"terraform": terraform, "provider": PROVIDER}))
    realm = cast("Terraform", Realm(folder, stacks))
    return find_removed(realm, ("ml-eu", "ml-eu-models", "ml-eu-team-risk"), Repository(tmp_path))


@pytest.mark.parametrize("props", REMOTE, ids=lambda props: props.type)
def test_stack_whose_state_is_elsewhere(tmp_path: Path, props: BackendProps) -> None:
    """The realm's state names it; its folder has the backend that the app once wrote, and declares nothing."""
    (gone,) = find(tmp_path, props, ["ml-eu", "ml-eu-models", "ml-eu-team-risk", "ml-eu-team-old"])
    assert gone.name == "ml-eu-team-old"
    body = json.loads((gone.folder / "cdk.tf.json").read_text())
    assert body == {
        "terraform": {"backend": backend(props, "ml-eu-team-old"), "required_providers": {"keycloak": {}}},
        "provider": PROVIDER,
    }


def test_first_deployment(tmp_path: Path) -> None:
    """No state names any."""
    assert find(tmp_path, REMOTE[0]) == ()


def test_stack_whose_state_is_a_file(tmp_path: Path) -> None:
    """Its file is found; one that holds nothing, another environment's and one that is declared are not."""
    held: dict[str, list[object]] = {"old": [{}], "empty": [], "risk": [{}]}
    for team, resources in held.items():
        (tmp_path / f"terraform.ml-eu-team-{team}.tfstate").write_text(json.dumps({"resources": resources}))
    (tmp_path / "terraform.ml-eu-other.tfstate").write_text(json.dumps({"resources": [{}]}))
    (tmp_path / "terraform.ml-team-x.tfstate").write_text("broken")
    assert [stack.name for stack in find(tmp_path, LocalBackendProps())] == ["ml-eu-team-old"]
