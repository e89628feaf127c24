"""LitServe with a model that doubles numbers. Runs in a Python that has it, on the port that it is told."""

from __future__ import annotations

import sys
from typing import Any

import litserve
from guard import guards


class Doubled(litserve.LitAPI):  # type: ignore[misc]  # mypy sees no LitServe
    """The model."""

    def setup(self, device: str) -> None:  # noqa: ARG002 - LitServe's signature
        """Load it."""
        self.factor = 2

    def decode_request(self, request: dict[str, float]) -> float:
        """Read a request."""
        return request["number"]

    def predict(self, number: float) -> float:
        """Double a number."""
        return self.factor * number

    def encode_response(self, number: float) -> dict[str, Any]:
        """Write the answer."""
        return {"number": number}


if __name__ == "__main__":
    server = litserve.LitServer(Doubled(api_path="/predict"), accelerator="cpu", middlewares=guards())
    server.run(host="127.0.0.1", port=int(sys.argv[1]), generate_client_file=False, num_api_servers=1)
