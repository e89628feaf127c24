"""One Envoy before several real model servers, each with the paths of its own style."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.e2e.servers.conftest import REFUSED, fronted
from tests.support.servers.models.catalog import STARTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers.token_issuer import TokenIssuer

pytestmark = [pytest.mark.e2e, pytest.mark.long]

# By style: model, path and body of a prediction, and what is in its answer.
CALLS = {
    "kserve-v1": ("doubled", "/v1/models/doubled:predict", {"instances": [21]}, "42"),
    "litserve": ("halved", "/halved/predict", {"number": 21}, "42"),
    "openai": (
        "qwen3:8b",
        "/v1/completions",
        {"model": "qwen3:8b", "prompt": "hi", "max_tokens": 4},
        "text_completion",
    ),
}


def test_each_model_is_served_by_its_own(issuer: TokenIssuer, tmp_path: Path) -> None:
    """A call reaches the server of its model alone; a token for one server's model opens no other server."""
    with ExitStack() as stack:
        urls = {style: stack.enter_context(STARTS[style](tmp_path / style)).url for style in CALLS}
        models: dict[str, object] = {
            model: {
                "server": urls[style],
                "paths": {"style": style, **({"prefix": f"/{model}"} if style == "litserve" else {})},
            }
            for style, (model, *_) in CALLS.items()
        }
        # Nothing listens at the server for all others.
        front = stack.enter_context(fronted(issuer, tmp_path, "http://127.0.0.1:9", models))
        answers = {
            (style, granted): front.call("POST", path, body, token=issuer.token(f"{CALLS[granted][0]}:predict"))
            for style, (_, path, body, _) in CALLS.items()
            for granted in CALLS
        }
        assert {pair: answer.status_code for pair, answer in answers.items()} == {
            (style, granted): 200 if style == granted else 403 for style, granted in answers
        }
        for style, (model, path, body, said) in CALLS.items():
            assert said in answers[style, style].text
            assert front.refusals("POST", path, body, f"{model}:predict") == REFUSED
