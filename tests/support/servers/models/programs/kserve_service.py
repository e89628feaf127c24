"""KServe's own model server with two models that multiply numbers. Runs in a Python that has `kserve`."""

from __future__ import annotations

import sys
from typing import Any

import kserve


class Multiplied(kserve.Model):  # type: ignore[misc]  # mypy sees no KServe
    """A model."""

    def __init__(self, name: str, factor: int) -> None:
        super().__init__(name)
        self.factor = factor
        self.ready = True

    async def predict(self, payload: dict[str, Any], *_args: object, **_more: object) -> dict[str, Any]:
        """Multiply numbers."""
        return {"predictions": [self.factor * number for number in payload["instances"]]}

    async def explain(self, payload: dict[str, Any], *_args: object, **_more: object) -> dict[str, Any]:
        """Say how."""
        return {"explanations": [f"{self.factor} * {number}" for number in payload["instances"]]}


if __name__ == "__main__":
    server = kserve.ModelServer(http_port=int(sys.argv[1]), enable_grpc=False, workers=1)
    server.start([Multiplied("doubled", 2), Multiplied("tripled", 3)])
