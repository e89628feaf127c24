"""A small declaration of two APIs that tests vary."""

from __future__ import annotations

from typing import Any

from constructs_lib.declaration.props import Declaration
from tests.support.declarations.declarations import REALM

__all__ = ["MODELS_OF_SEVERAL", "SEVERAL", "several"]

SEVERAL: dict[str, dict[str, Any]] = {
    "scoring": {"client_id": "model-api", "audience": "urn:example:scoring"},
    "features": {"client_id": "feature-store", "audience": "urn:example:features", "introspection": True},
}
MODELS_OF_SEVERAL: dict[str, dict[str, Any]] = {
    "fraud": {"api": "scoring", "actions": ["predict", "explain"]},
    "churn": {"api": "scoring"},
    "users": {"api": "features", "actions": ["read", "predict"]},
}


def several(**values: object) -> Declaration:
    """Return a declaration of a model API and a feature store, with more or other values."""
    return Declaration.model_validate({"realm": REALM, "apis": SEVERAL, "models": MODELS_OF_SEVERAL, **values})
