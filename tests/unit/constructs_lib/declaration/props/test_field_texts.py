"""What the text below a field says of it, read when somebody asks."""

from __future__ import annotations

import pytest
from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.field_texts import field_texts

pytestmark = pytest.mark.unit


class _Lower(Props):
    untold: int = 0
    told: int = 0
    """What the lower one says.

    In two paragraphs.
    """
    "no text of the field"  # a text that follows another text


class _Upper(_Lower):
    from_: int = Field(default=0, validation_alias="from", serialization_alias="from")
    """Where it begins."""
    low: _Lower = _Lower()
    """One of the others."""


def test_a_field_without_a_text_has_none() -> None:
    """A field that nothing stands below is not described, and is not given the text of another one."""
    assert "untold" not in field_texts(_Lower)
    assert "description" not in _Upper.model_json_schema()["properties"]["untold"]


def test_texts_of_a_base_class_count() -> None:
    """A declaration says of an inherited field what its base says, without indentation."""
    assert field_texts(_Upper)["told"] == "What the lower one says.\n\nIn two paragraphs."


def test_schemas_describe_keys_as_files_write_them() -> None:
    """A JSON Schema has the texts, also beside a reference, and of a key that is written otherwise than its field."""
    properties = _Upper.model_json_schema()["properties"]
    assert {key: value.get("description") for key, value in properties.items() if key != "told"} == {
        "untold": None,
        "from": "Where it begins.",
        "low": "One of the others.",
    }
