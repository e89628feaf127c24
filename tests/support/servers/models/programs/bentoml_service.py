"""BentoML with a model that doubles numbers, and explains how. Runs in a Python that has it."""

from __future__ import annotations

import bentoml
from guard import guards


@bentoml.service(workers=1)
class Doubled:
    """The model."""

    @bentoml.api  # type: ignore[untyped-decorator]
    def predict(self, number: float) -> dict[str, float]:
        """Double a number."""
        return {"number": 2 * number}

    @bentoml.api  # type: ignore[untyped-decorator]
    def explain(self, number: float) -> dict[str, str]:
        """Say how."""
        return {"how": f"{number} + {number}"}


for guard in guards():
    Doubled.add_asgi_middleware(guard)  # type: ignore[attr-defined]  # the decorator makes it a service
