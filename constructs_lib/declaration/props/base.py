"""What all declarations share: frozen, no unknown keys, every field described."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Props"]


class Props(BaseModel):
    """Base of every declaration.

    Raises:
        pydantic.ValidationError: A value has the wrong type or form, or a key is unknown.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        hide_input_in_errors=True,  # it may be a private key that was pasted by mistake
    )
