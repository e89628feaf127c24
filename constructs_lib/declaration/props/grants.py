"""Who may do what with which model, as it is declared."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from constructs_lib.declaration.props.values import ActionName, check_model_name

__all__ = ["EVERY_MODEL", "Grants"]

EVERY_MODEL = "*"
"""Stands for every model in grants."""


def _granted_model(value: str) -> str:
    return value if value == EVERY_MODEL else check_model_name(value)


Grants = dict[Annotated[str, AfterValidator(_granted_model)], tuple[ActionName, ...]]
"""From a model's name, or `*` for every model, to the granted actions."""
