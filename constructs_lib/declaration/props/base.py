"""What all declarations share: frozen, no unknown keys, every field described."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["Props"]


class Props(BaseModel):
    """Base of every declaration.

    Raises:
        pydantic.ValidationError: A value has the wrong type or form, or a key is unknown.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,  # it may be a private key that was pasted by mistake
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Describe each field by the text below it.

        Pydantic's `use_attribute_docstrings` would read and parse the source of each class as it is made: a fifth of a
        second of each command.
        """
        from constructs_lib.declaration.props.field_texts import field_texts  # noqa: PLC0415 - for schemas alone

        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        texts = field_texts(cls)
        for name, field in cls.model_fields.items():
            key = field.validation_alias or name
            if name in texts and key in properties:
                properties[key]["description"] = texts[name]
        return schema
