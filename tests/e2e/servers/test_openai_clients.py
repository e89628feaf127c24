"""OpenAI's SDK and LangChain, through Envoy to llama.cpp's server with models of random weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.servers.conftest import ELSEWHERE, REFUSED, fronted
from tests.support.servers.models.catalog import STARTS
from tests.support.servers.models.pinned import ask

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers.token_issuer import TokenIssuer

pytestmark = [pytest.mark.e2e, pytest.mark.long]

GRANTED, SLASHED, OTHER = "qwen3:8b", "meta-llama/Llama-3.1-8B", "embedder"


def test_calls_of_both_clients(issuer: TokenIssuer, tmp_path: Path) -> None:
    """Models that a caller may use answer at once and in parts, and are all that is listed; others are refused."""
    right = issuer.token(f"{GRANTED}:predict", "meta-llama~2FLlama-3.1-8B:predict")
    embeds = issuer.token(f"{OTHER}:predict")
    tries = {
        # client, what, model, token: what comes of it
        ("openai", "models", GRANTED, right): [SLASHED, GRANTED],
        ("openai", "models", OTHER, embeds): [OTHER],
        ("openai", "chat", GRANTED, right): ["chat.completion", GRANTED, True],
        ("openai", "chat", SLASHED, right): ["chat.completion", SLASHED, True],
        ("openai", "stream", GRANTED, right): ["chat.completion.chunk", GRANTED, True, True],
        ("openai", "completion", GRANTED, right): ["text_completion", GRANTED, True],
        ("openai", "embedding", OTHER, embeds): True,
        ("openai", "embedding", OTHER, right): 403,
        ("openai", "chat", GRANTED, embeds): 403,
        ("openai", "stream", GRANTED, embeds): 403,
        ("openai", "chat", "no-such-model", right): 403,
        ("openai", "chat", GRANTED, "none"): 401,
        ("openai", "chat", GRANTED, issuer.token(f"{GRANTED}:predict", aud=ELSEWHERE)): 403,
        ("langchain", "chat", GRANTED, right): GRANTED,
        ("langchain", "stream", SLASHED, right): True,
        ("langchain", "embedding", OTHER, embeds): True,
        ("langchain", "chat", OTHER, right): 403,
        ("langchain", "chat", GRANTED, "none"): 401,
    }
    models: dict[str, object] = {GRANTED: {}, SLASHED: {}, OTHER: {}}
    with (
        STARTS["openai"](tmp_path / "server") as served,
        fronted(issuer, tmp_path, served.url, models, paths={"style": "openai"}) as front,
    ):
        base = f"{front.url}/v1"
        orders = [
            {"by": by, "what": what, "model": model, "base_url": base, "token": token}
            for by, what, model, token in tries
        ]
        answers = ask("langchain", orders)
        body = {"model": GRANTED, "messages": [{"role": "user", "content": "hi"}], "max_tokens": 4}
        refused = front.refusals("POST", "/v1/chat/completions", body, f"{GRANTED}:predict")
    assert [(order[:3], answer) for order, answer in zip(tries, answers, strict=True)] == [
        (order[:3], expected) for order, expected in tries.items()
    ]
    assert refused == REFUSED
