"""NVIDIA's client, over HTTP and gRPC, through Envoy to servers of the Open Inference Protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.servers.conftest import ELSEWHERE, fronted
from tests.support.servers.models.catalog import STARTS
from tests.support.servers.models.pinned import ask

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers.token_issuer import TokenIssuer

pytestmark = [pytest.mark.e2e, pytest.mark.long]

# Of each style: two models of its server, and a prediction. MLServer takes no tensors that are sent as bytes by HTTP.
SERVED = {
    "open-inference": (
        "fraud-detector",
        "credit-scorer",
        {"input": "row", "output": "predict", "dtype": "float64", "numbers": [[12, 0, 1, 3]], "binary": False},
    ),
    "triton": (
        "doubled",
        "tripled",
        {"input": "numbers", "output": "multiplied", "dtype": "float32", "numbers": [21], "binary": True},
    ),
}
REFUSED = {
    "http": {"no token": "401", "another audience": "403", "another model": "403", "another's role": "403"},
    "grpc": {
        "no token": "StatusCode.UNAUTHENTICATED",
        "another audience": "StatusCode.PERMISSION_DENIED",
        "another model": "StatusCode.PERMISSION_DENIED",
        "another's role": "StatusCode.PERMISSION_DENIED",
    },
}


@pytest.mark.parametrize("style", SERVED)
def test_predictions(issuer: TokenIssuer, tmp_path: Path, style: str) -> None:
    """The granted model answers in both ways alike; another one, or another token, is refused in both."""
    granted, other, prediction = SERVED[style]
    right = issuer.token(f"{granted}:predict")
    tries = {
        "answer": ("infer", granted, right),
        "ready": ("ready", granted, right),
        "metadata": ("metadata", granted, right),
        "no token": ("infer", granted, None),
        "another audience": ("infer", granted, issuer.token(f"{granted}:predict", aud=ELSEWHERE)),
        "another model": ("infer", other, right),
        "another's role": ("infer", granted, issuer.token(f"{other}:predict")),
    }
    with (
        STARTS[style](tmp_path / "server") as served,
        fronted(
            issuer,
            tmp_path,
            served.url,
            {granted: {}, other: {}},
            grpc_upstream=served.grpc_url,
            paths={"style": style},
        ) as front,
    ):
        orders = [
            {
                "transport": transport,
                "target": front.api.gateway.listen,
                "what": what,
                "model": model,
                "token": token,
                **prediction,
            }
            for transport in REFUSED
            for what, model, token in tries.values()
        ]
        answers = iter(ask("tritonclient", orders))
    found = {transport: dict(zip(tries, answers, strict=False)) for transport in REFUSED}
    first = found["http"]["answer"]
    assert isinstance(first, list)
    assert found == {
        transport: {"answer": first, "ready": True, "metadata": granted, **refused}
        for transport, refused in REFUSED.items()
    }
    if style == "triton":
        assert first == [42]
