"""The provider schemas that are committed for the tests."""

from __future__ import annotations

import json

import pytest

from tests.support.declarations.provider_schema import schema_file
from tests.support.declarations.trimmed_schema import trimmed_schema

pytestmark = pytest.mark.unit

SOURCE = "registry.terraform.io/keycloak/keycloak"


def printed(block: object) -> str:
    """What `terraform providers schema -json` prints of a provider with one resource."""
    schemas = {"provider": {}, "resource_schemas": {"keycloak_role": {"block": block}}, "data_source_schemas": {}}
    return json.dumps({"format_version": "1.0", "provider_schemas": {SOURCE: schemas}})


def test_missing_schema_is_a_failure() -> None:
    """A version that is not committed fails, and says how to get it."""
    with pytest.raises(
        AssertionError, match=r"keycloak-1\.0\.0\.json is missing: make it anew by .*trimmed_schema\.py"
    ):
        schema_file("1.0.0")


@pytest.mark.parametrize("version", ["4.5.0", "5.9.0"])
def test_committed_schema_is_trimmed(version: str) -> None:
    """Trimming a committed file changes nothing: it is sorted, and has no text."""
    text = schema_file(version).read_text(encoding="utf-8")
    assert trimmed_schema(text) == text


def test_texts_go_and_arguments_stay() -> None:
    """A text about an argument goes; an argument that is called `description` stays, wherever it stands."""
    text = {"description": "Words.", "description_kind": "plain"}
    argument = {"type": "string", "optional": True}
    nested = {"nesting_mode": "list", "block": {"attributes": {"description": {**argument, **text}}, **text}}
    block = {"attributes": {"description": {**argument, **text}}, "block_types": {"description": nested}, **text}
    inner = {"nesting_mode": "list", "block": {"attributes": {"description": argument}}}
    expected = {"attributes": {"description": argument}, "block_types": {"description": inner}}
    assert json.loads(trimmed_schema(printed(block))) == json.loads(printed(expected))
