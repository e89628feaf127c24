"""The middleware that a service shall have: the project's, where the test says so."""

from __future__ import annotations

import importlib
import os
from typing import Any

__all__ = ["guards"]


def guards() -> list[Any]:
    """Return the class `ModelAccess` of the module that `GUARD` names, in a list; an empty one without `GUARD`."""
    module = os.environ.get("GUARD")
    return [importlib.import_module(module).ModelAccess] if module else []
