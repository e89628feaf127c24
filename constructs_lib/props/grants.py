"""Who may do what with which model, as it is declared."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from constructs_lib.props.values import ActionName, ModelName

__all__ = ["EVERY_MODEL", "Grants"]

EVERY_MODEL = "*"
"""Stands for every model in grants."""


def _every_model(value: str) -> str:
    if value != EVERY_MODEL:
        raise ValueError
    return value


Grants = dict[ModelName | Annotated[str, AfterValidator(_every_model)], tuple[ActionName, ...]]
"""From a model's name, or `*` for every model, to the granted actions."""
