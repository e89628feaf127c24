"""Calls by NVIDIA's `tritonclient`, over HTTP and gRPC. Reads a list of calls in JSON, and prints what came of each."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import tritonclient.grpc
import tritonclient.http
from tritonclient.utils import InferenceServerException


def main() -> None:
    """Make the calls."""
    print(json.dumps([_called(order) for order in json.load(sys.stdin)]))  # noqa: T201 - what the test reads


def _called(order: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the first output's numbers, or the status of a refusal."""
    module = tritonclient.grpc if order["transport"] == "grpc" else tritonclient.http
    headers = {"authorization": f"Bearer {order['token']}"} if order["token"] else {}
    with module.InferenceServerClient(url=order["target"]) as client:
        try:
            if order["what"] == "ready":
                return client.is_model_ready(order["model"], headers=headers)
            if order["what"] == "metadata":
                found = client.get_model_metadata(order["model"], headers=headers)
                return found["name"] if isinstance(found, dict) else found.name
            numbers = np.array(order["numbers"], dtype=np.dtype(order["dtype"]))
            name = {"float32": "FP32", "float64": "FP64"}[order["dtype"]]
            tensor = module.InferInput(order["input"], list(numbers.shape), name)
            binary = {} if order["transport"] == "grpc" else {"binary_data": order["binary"]}
            tensor.set_data_from_numpy(numbers, **binary)
            wanted = [module.InferRequestedOutput(order["output"], **binary)]
            result = client.infer(order["model"], [tensor], outputs=wanted, headers=headers)
            return result.as_numpy(order["output"]).ravel().tolist()
        except InferenceServerException as refused:
            return str(refused.status())


if __name__ == "__main__":
    main()
