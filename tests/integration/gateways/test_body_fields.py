"""Fields by which a server reaches beyond the model that a body names: who reads bodies lets none through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.props import PathProps
from constructs_lib.gateways.body_fields import BODY_FIELDS, BodyField, Only, Reach
from tests.support.bypass.forms import multipart_body
from tests.support.gateways.gateways import EnvoyGateway, FastApiGateway

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

CHAT, RESPONSES, FORM = "/v1/chat/completions", "/v1/responses", "/v1/audio/transcriptions"
READERS = ("envoy", "many", "fastapi")
STATEFUL: tuple[dict[str, Any], ...] = (
    {"previous_response_id": "resp_1"},
    {"conversation": {"id": "conv_1"}},
    {"conversation": "conv_1"},
    {"prompt": {"id": "pmpt_1", "version": "2"}},
    {"input": [{"type": "item_reference", "id": "msg_1"}]},
    {"input": [{"id": "msg_1"}]},
    {"input": [{"id": "msg_1", "type": None}]},
    {"input": [{"role": "user", "content": [{"type": "input_file", "file_id": "file-1"}]}]},
    {"messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "file-1"}}]}]},
    {"messages": [{"role": "assistant", "audio": {"id": "audio_1"}}]},
    {"tools": [{"type": "file_search", "vector_store_ids": ["vs_1"]}]},
    {"tools": [{"type": "code_interpreter", "container": "cntr_1"}]},
    {"tools": [{"type": "code_interpreter", "container": {"type": "auto", "file_ids": ["file-1"]}}]},
    {"session_params": {"id": "s"}},
)
OTHERS: tuple[dict[str, Any], ...] = (
    {"api_base": "https://attacker.example.com"},
    {"base_url": "https://attacker.example.com"},
    {"API-Key": "k"},
    {"custom_llm_provider": "openai"},
    {"litellm_metadata": {"model_group": "churn"}},
    {"litellm_params": {"model": "churn"}},
    {"router_settings": {"fallbacks": []}},
    {"deployment_id": "churn"},
    {"engine": "churn"},
    {"name": "churn"},
    {"draft_model": "churn"},
    {"lora": [{"id": 0, "scale": 1.0}]},
    {"lora_request": {"lora_name": "churn"}},
    {"lora_path": "churn"},
    {"adapter_id": "churn"},
    {"aws_bedrock_runtime_endpoint": "https://attacker.example.com"},
    {"kv_transfer_params": {"remote_host": "10.0.0.1"}},
    {"bootstrap_host": "10.0.0.1"},
    {"custom_logit_processor": "gASV"},
    {"metadata": {"langfuse_host": "https://attacker.example.com"}},
    {"metadata": {"api_base": "https://attacker.example.com"}},
    {"metadata": '{"api_base": "https://attacker.example.com"}'},
    {"extra_body": {"model": "churn"}},
    {"extra_body": {"extra_body": {"Model": "churn"}}},
    {"extra_body": '{"model": "churn"}'},
    {"extra_body": {"api_base": "https://attacker.example.com"}},
    {"extra_body": {"models": ["churn"]}},
    {"parameters": {"adapter_id": "churn"}},
    {"tools": [{"type": "image_generation", "model": "churn"}]},
    {"tools": [{"type": "mcp", "server_label": "x", "server_url": "https://attacker.example.com"}]},
    {"plugins": [{"id": "auto-router", "allowed_models": ["churn"]}]},
    {"data_sources": [{"type": "azure_search", "parameters": {"endpoint": "https://attacker.example.com"}}]},
)
SCHEMA = {
    "type": "object",
    "properties": {"model": {"type": "string"}, "file_id": {"type": "string"}, "api_base": {"const": "item_reference"}},
    "$defs": {"file_id": {"enum": ["item_reference"]}},
}
HARMLESS: tuple[dict[str, Any], ...] = (
    {"messages": [{"role": "user", "content": '{"model": "churn", "file_id": "f", "type": "item_reference"}'}]},
    {"messages": [{"role": "user", "name": "engine", "content": [{"type": "text", "text": "item_reference"}]}]},
    {"tools": [{"type": "function", "function": {"name": "model", "parameters": SCHEMA}}]},
    {"tools": [{"type": "function", "name": "api_base", "parameters": SCHEMA}]},
    {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": SCHEMA}}},
    {"text": {"format": {"type": "json_schema", "name": "x", "schema": SCHEMA}}},
    {"format": SCHEMA},
    {"guided_json": SCHEMA, "structured_outputs": {"json": SCHEMA}},
    {"documents": [{"file_id": "f", "text": "x"}], "chat_template_kwargs": {"documents": [{"file_id": "f"}]}},
    {"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": {"file_id": 1}}}]}]},
    {"metadata": {"team": "x", "model": "y", "tenant_id": "z", "engine": "v3", "file_id": "f"}},
    {"name": ""},  # Ollama's client in Go
    {"previous_response_id": None, "conversation": None, "fallbacks": None, "metadata": None, "api_base": None},
    {"input": [{"type": "message", "id": "msg_1", "role": "assistant", "content": []}]},
    {"input": [{"role": "user", "content": "x"}, "item_reference"], "prompt": "Say this"},
    {"input": {"id": 3}, "prompt": ["a", [1, 2]], "logit_bias": {"50256": -100}},
    {"input": [{"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"}]},
    {"tools": [{"type": "code_interpreter", "container": {"type": "auto"}}, {"type": "web_search"}]},
    {"extra_body": {"top_k": 3}, "parameters": {"temperature": 0}, "user": "api_base", "service_tier": "auto"},
    {"messages": [{"role": "user", "content": '\u00e9\u4e16\\"', "\u00e9": "\u212a"}], "stop": ["\\", '"', "}"]},
    {"voice": "alloy", "audio": {"voice": "alloy", "format": "wav"}, "seed": 1, "n": 1, "speed": 1.0},
)


def _json(site: Site, gateway: Gateway, body: bytes | dict[str, Any], target: str = CHAT) -> int:
    text = body if isinstance(body, bytes) else json.dumps({"model": "fraud", **body}).encode()
    token, kind = site.issuer.token("fraud:predict"), [("Content-Type", "application/json")]
    answer = gateway.call(target, token=token, json=text, headers=kind)
    assert (answer.reached is None) == (answer.status == 403)
    return answer.status


def _form(site: Site, gateway: Gateway, *parts: tuple[str, str]) -> int:
    (kind,), body = multipart_body(("model", "fraud"), *parts)
    headers = [("Content-Type", kind.removeprefix("Content-Type: "))]
    return gateway.call(FORM, token=site.issuer.token("fraud:predict"), json=body, headers=headers).status


@pytest.fixture(scope="module")
def stateful(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Gateway]]:
    """Gateways that let callers name stored things."""
    folder = tmp_path_factory.mktemp("stateful")
    api = site.api(paths=PathProps(style="openai"), stored_objects="allow")
    with EnvoyGateway.start(folder / "envoy", api, site.upstream) as envoy:
        yield {"envoy": envoy, "fastapi": FastApiGateway.load(folder / "fastapi", api)}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("more", [*OTHERS, *STATEFUL], ids=json.dumps)
def test_what_reaches_beyond_the_model_is_refused(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, more: dict[str, Any]
) -> None:
    """Another model, server, credential or stored thing is not reached beside a model that the caller may use."""
    assert _json(site, openai_gateways[name], more) == 403


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("more", HARMLESS, ids=json.dumps)
def test_what_is_the_callers_own_goes_through(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, more: dict[str, Any]
) -> None:
    """Texts, schemas, documents and arguments may say anything, and so may `null`."""
    assert _json(site, openai_gateways[name], more, RESPONSES) == 200


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (rb'"api\u005fbase": "x"', 403),  # escaped at the top
        (rb'"input": [{"x": {"fi\u006ce_id": "f"}}]', 403),
        (rb'"input": [{"x": {"file_id\u0000x": "f"}}]', 403),
        (rb'"input": [{"x": {"\nfile_id": "f"}}]', 403),
        (rb'"input": [{"x": {"File-ID" : "f"}}]', 403),
        (rb'"input": [{"t\u0079pe": "item\u005freference", "id": "m"}]', 403),
        (rb'"input": [{"id": "m", "type": "message", "type": null}]', 403),
        (rb'"input": [{"id": "m", "Type": "message"}]', 403),
        (rb'"input": [["x"], {"type": [], "id": "m"}]', 403),
        (rb'"x": [[[{"file_id": "f"}]]]', 403),
        (rb'"file_id": null, "file_id": "f"', 403),
        (rb'"tools": [{"parameters": {}, "model": "churn"}]', 403),
        (rb'"tools": [{"parameters": {}}, {"x": {"file_id": "f"}}]', 403),
        (rb'"documents": [{}], "input": [{"file_id": "f"}]', 403),
        (rb'"x": {"fi\\u006ce_id": "f", "\\": {"a": "}"}}', 200),  # an escaped backslash
        (rb'"x": {"type": ["item_reference"]}, "input": []', 200),
    ],
)
def test_however_it_is_written(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, more: bytes, expected: int
) -> None:
    """Escapes, other letters and keys that are there twice hide nothing, and what is open ends where it ends."""
    assert _json(site, openai_gateways[name], b'{"model": "fraud", ' + more + b"}") == expected


@pytest.mark.parametrize("name", READERS)
def test_each_row_is_refused(site: Site, openai_gateways: Mapping[str, Gateway], name: str) -> None:
    """No row of the table comes through, at the place that it names and, where it says so, in metadata."""
    bodies = {(row.name, place): body for row in BODY_FIELDS for place, body in _examples(row)}
    assert len(bodies) > len(BODY_FIELDS)
    assert [which for which, body in bodies.items() if _json(site, openai_gateways[name], body) != 403] == []


def _examples(row: BodyField) -> Iterator[tuple[str, dict[str, Any]]]:
    value = "item_reference" if row.only is Only.REFERENCE else "x"
    below, _, key = row.name.replace("*.", "any.").rpartition(".")
    member = {key.replace("*", "any"): value}
    if below:
        yield "below", {below: [member]} if below in {"tools", "input"} else {below: member}
    else:
        yield "top", member
    if row.in_metadata:
        yield "metadata", {"metadata": member}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("api_base", 403),
        ("metadata", 403),
        ("metadata[api_base]", 403),
        ("metadata[team]", 200),
        ("extra_body[model]", 403),
        ("extra_body.model", 403),
        ("api[base]", 403),
        ("image[0][file_id]", 403),
        ("previous_response_id", 403),
        ("chunking_strategy[type]", 200),
        ("timestamp_granularities[]", 200),
        ("response_format", 200),
    ],
)
def test_fields_of_a_form(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, field: str, expected: int
) -> None:
    """A form's fields are taken for a body's keys, also with brackets; a text for metadata may be JSON."""
    assert _form(site, openai_gateways[name], (field, "x")) == expected


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("query", ["?api_base=x", "?Base%55rl=x", "?x=1&extra_body[api_key]=x"])
def test_a_query_reaches_nothing(site: Site, openai_gateways: Mapping[str, Gateway], name: str, query: str) -> None:
    """What a server might take from the query before the body is refused there too."""
    assert _json(site, openai_gateways[name], {}, CHAT + query) == 403


@pytest.mark.parametrize("name", ["envoy", "fastapi"])
def test_stored_things_may_be_allowed(site: Site, stateful: Mapping[str, Gateway], name: str) -> None:
    """With `stored_objects: allow` they go through, and nothing else does that was refused."""
    assert [more for more in STATEFUL if _json(site, stateful[name], more, RESPONSES) != 200] == []
    assert [more for more in OTHERS if _json(site, stateful[name], more) != 403] == []
    assert {row.reaches for row in BODY_FIELDS} == set(Reach)
