"""Calls by OpenAI's own SDK and by LangChain. Reads a list of calls in JSON, and prints what came of each."""

from __future__ import annotations

import json
import sys
from typing import Any

from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from openai import APIStatusError, OpenAI

_WORDS = 8


def main() -> None:
    """Make the calls."""
    print(json.dumps([_called(order) for order in json.load(sys.stdin)]))  # noqa: T201 - what the test reads


def _called(order: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what the test compares, or the status of a refusal."""
    try:
        way = {"openai": _openai, "langchain": _langchain}[order["by"]]
        return way(
            order["what"], order["model"], base_url=order["base_url"], api_key=order["token"], max_retries=0, timeout=60
        )
    except APIStatusError as refused:
        return refused.status_code


def _openai(what: str, model: str, **settings: Any) -> Any:  # noqa: ANN401
    client = OpenAI(**settings)
    messages = [{"role": "user", "content": "hi"}]
    match what:
        case "models":
            return [found.id for found in client.models.list()]
        case "chat":
            answer = client.chat.completions.create(model=model, messages=messages, max_tokens=_WORDS)
            return [answer.object, answer.model, answer.usage.completion_tokens > 0]
        case "stream":
            parts = list(client.chat.completions.create(model=model, messages=messages, max_tokens=_WORDS, stream=True))
            return [
                parts[0].object,
                parts[0].model,
                len(parts) > 1,
                parts[-1].choices[0].finish_reason in ("length", "stop"),
            ]
        case "completion":
            answer = client.completions.create(model=model, prompt="hi", max_tokens=_WORDS)
            return [answer.object, answer.model, answer.usage.completion_tokens > 0]
        case "embedding":
            return len(client.embeddings.create(model=model, input="hi").data[0].embedding) > 0
    raise ValueError(what)


def _langchain(what: str, model: str, **settings: Any) -> Any:  # noqa: ANN401
    if what == "embedding":
        # Otherwise it counts tokens by a list that it downloads.
        return len(OpenAIEmbeddings(model=model, check_embedding_ctx_length=False, **settings).embed_query("hi")) > 0
    # It sends a limit by a newer name, which llama.cpp's server passes over: random weights seldom end by themselves.
    chat = ChatOpenAI(model=model, extra_body={"max_tokens": _WORDS}, **settings)
    if what == "stream":
        return len(list(chat.stream("hi"))) > 1
    return chat.invoke("hi").response_metadata["model_name"]


if __name__ == "__main__":
    main()
