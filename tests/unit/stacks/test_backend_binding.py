"""Where the state is kept."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from constructs_lib.cdk import App
from constructs_lib.guardrails.aspect import Guardrails
from stacks.app import add_stacks
from stacks.backend_binding import bind_backend
from stacks.backends import BackendProps
from stacks.environment import Environment
from tests.support.declarations.synthesis import new_stack, synthesize

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"type": "local"}, {"local": {"path": "../../../terraform.eu-prod.tfstate"}}),
        ({"type": "pg"}, {"pg": {"schema_name": "terraform_remote_state_eu_prod"}}),
        (
            {"type": "s3", "bucket": "b", "region": "eu-central-1"},
            {
                "s3": {
                    "bucket": "b",
                    "encrypt": True,
                    "key": "ml-api-security/eu-prod.tfstate",
                    "region": "eu-central-1",
                    "use_lockfile": True,
                }
            },
        ),
        ({"type": "gcs", "bucket": "b"}, {"gcs": {"bucket": "b", "prefix": "ml-api-security/eu-prod"}}),
        (
            {"type": "azurerm", "resource_group_name": "g", "storage_account_name": "s", "container_name": "c"},
            {
                "azurerm": {
                    "container_name": "c",
                    "key": "eu-prod.tfstate",
                    "resource_group_name": "g",
                    "storage_account_name": "s",
                }
            },
        ),
    ],
    ids=lambda value: str(next(iter(value.values()))) if "type" in value else "",
)
def test_each_stack_has_a_state_of_its_own(declared: dict[str, str], expected: dict[str, object]) -> None:
    """The state is named after the stack, and no credential of the backend is synthesized."""
    stack = new_stack("eu-prod")
    bind_backend(stack, TypeAdapter(BackendProps).validate_python(declared))
    assert synthesize(stack).json["terraform"]["backend"] == expected


@pytest.mark.parametrize("team", [False, True])
def test_overridden_backend_stops_the_synth(team: bool) -> None:  # noqa: FBT001 - a parameter
    """The state goes where the environment's file says, whatever is set on the stack afterwards."""
    values: dict[str, object] = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml", "smtp": {"host": "m", "sender": "a@b.com"}},
        "api": {"client_id": "scorer"},
        "backend": {"type": "pg"},
    }
    if team:
        values["teams"] = {"risk": {}}
    app = App()
    stacks = add_stacks(app, "prod", Environment.model_validate(values))
    guardrails = Guardrails()
    guardrails.watch("prod", stacks)

    def found() -> list[str]:
        for stack in stacks:
            stack.prepare_stack()
        (outcome,) = guardrails.review()
        return [line for line in outcome.errors if "KC-BACKEND" in line]

    assert found() == []
    stacks[-1].add_override("terraform.backend.pg.conn_str", "postgres://evil.example/state")
    (line,) = found()
    assert "its backend is not as it is declared" in line
