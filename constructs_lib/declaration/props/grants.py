"""Who may do what with which model, as it is declared."""

from __future__ import annotations

from constructs_lib.declaration.props.values import ActionName, GrantedModel

__all__ = ["EVERY_MODEL", "Grants"]

EVERY_MODEL = "*"
"""Stands for every model in grants."""

Grants = dict[GrantedModel, tuple[ActionName, ...]]
"""From a model's name, or `*` for every model, to the granted actions."""
