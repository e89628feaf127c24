"""Where the state is kept."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from stacks.backend_binding import bind_backend
from stacks.backends import BackendProps
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
