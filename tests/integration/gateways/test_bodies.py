"""Bodies that two readers could take for two models: a gateway that reads one must not let another through."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.bypass.forms import multipart_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.integration.gateways.conftest import Site
    from tests.support.gateways.gateways import Gateway

pytestmark = pytest.mark.integration

CHAT = "/v1/chat/completions"
FRAUD = b'{"model": "fraud"}'
UTF_7 = b'{"model":"fraud","x":"+ACIALAAi-model+ACIAOgAi-churn"}'
READERS = ("envoy", "many", "fastapi")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        'application/json ; Charset="UTF-8"',
    ],
)
def test_json_in_utf8_is_read(site: Site, openai_gateways: Mapping[str, Gateway], name: str, kind: str) -> None:
    """JSON in UTF-8 is read, however its type is written."""
    answer = openai_gateways[name].call(
        CHAT, token=site.issuer.token("fraud:predict"), json=FRAUD, headers=[("Content-Type", kind)]
    )
    assert (answer.status, answer.reached) == (200, CHAT)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("body", "fields"),
    [
        # What a reader of UTF-7 takes for a second key `model`, by RFC 2152.
        (UTF_7, [("Content-Type", "application/json; charset=utf-7")]),
        (FRAUD, [("Content-Type", "application/json; charset=utf-16")]),
        (FRAUD, [("Content-Type", "application/json; charset=utf-8; charset=utf-7")]),
        (FRAUD, [("Content-Type", "application/json; charset*=utf-7''x")]),
        (FRAUD, [("Content-Type", "application/json; boundary=x")]),
        (FRAUD, [("Content-Type", "application/json;")]),
        (FRAUD, [("Content-Type", "application/json, multipart/form-data; boundary=x")]),
        (FRAUD, [("Content-Type", "application/json"), ("Content-Type", "multipart/form-data; boundary=x")]),
        (FRAUD, [("Content-Type", "text/plain")]),
        (FRAUD, []),
        (FRAUD.decode().encode("utf-16"), [("Content-Type", "application/json")]),
        (FRAUD.decode().encode("utf-16-le"), [("Content-Type", "application/json")]),
        (FRAUD.decode().encode("utf-32"), [("Content-Type", "application/json")]),
        (FRAUD, [("Content-Type", "application/json"), ("Content-Encoding", "deflate")]),
        (FRAUD, [("Content-Type", "application/json"), ("Content-Encoding", "")]),
    ],
    ids=lambda value: " ".join(field for _, field in value) if isinstance(value, list) else "",
)
def test_another_text_than_utf8_is_refused(
    site: Site,
    openai_gateways: Mapping[str, Gateway],
    name: str,
    body: bytes,
    fields: list[tuple[str, str]],
) -> None:
    """A body that a server may read by another charset, type or compression opens nothing."""
    answer = openai_gateways[name].call(CHAT, token=site.issuer.token("fraud:predict"), json=body, headers=fields)
    assert (answer.status, answer.reached) == (403, None)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "body",
    [
        b'{"model": "fraud", "Model": "churn"}',
        b'{"model": "fraud", "model\\u0000": "churn"}',
        b'{"model": "fraud", "MODEL": "churn"}',
        b'{"mOdEl": "churn", "model": "fraud"}',
        b'{"model": "fraud", "\\u004dodel": "churn"}',
        b'{"MODEL": "fraud"}',
        b'{"model": "fraud", "model ": "churn"}',
        b'{" Model": "churn", "model": "fraud"}',
        '{"model": "fraud", "fallbac\u212as": ["churn"]}'.encode(),
        '{"model": "fraud", "model_li\u017ft": ["churn"]}'.encode(),
    ],
)
def test_another_spelling_of_the_key_is_refused(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, body: bytes
) -> None:
    """Go's `encoding/json` takes most of these keys for `model`, and the last one counts; a reader may trim others."""
    answer = openai_gateways[name].call(
        CHAT, token=site.issuer.token("fraud:predict"), json=body, headers=[("Content-Type", "application/json")]
    )
    assert (answer.status, answer.reached) == (403, None)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("?model=churn", {}),
        ("?x=1&Model=churn", {}),
        ("?x=1;mo%64el=churn", {}),
        ("?models[]=churn", {}),
        ("?fallbacks=churn", {}),
        ("?target_model_names=churn", {}),
        ("", {"fallbacks": ["churn"]}),
        ("", {"context_window_fallbacks": [{"fraud": ["churn"]}]}),
        ("", {"Models": ["fraud", "churn"]}),
        ("", {"model_list": [{"model_name": "fraud", "litellm_params": {"model": "churn"}}]}),
        ("", {"user_config": {}}),
        ("", {"router_settings_override": {"fallbacks": [{"fraud": ["churn"]}]}}),
    ],
)
def test_no_other_model_is_named(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, query: str, more: dict[str, object]
) -> None:
    """LiteLLM takes a query's model before the body's, and falls back on whatever a body lists."""
    body = json.dumps({"model": "fraud", **more}).encode()
    answer = openai_gateways[name].call(
        CHAT + query,
        token=site.issuer.token("fraud:predict"),
        json=body,
        headers=[("Content-Type", "application/json")],
    )
    assert (answer.status, answer.reached) == (403, None)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(("field", "expected"), [("prompt", 200), ("fallbacks", 403), ("models[]", 403)])
def test_no_other_model_in_a_form(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, field: str, expected: int
) -> None:
    """The same in a form, whose fields LiteLLM takes for a body's keys."""
    (kind,), body = multipart_body(("model", "fraud"), (field, "churn"))
    answer = openai_gateways[name].call(
        "/v1/audio/transcriptions",
        token=site.issuer.token("fraud:predict"),
        json=body,
        headers=[("Content-Type", kind.removeprefix("Content-Type: "))],
    )
    assert answer.status == expected


@pytest.mark.parametrize("name", READERS)
def test_other_queries_go_through(site: Site, openai_gateways: Mapping[str, Gateway], name: str) -> None:
    """A value may say anything, and so may a key that is about no model."""
    target = f"{CHAT}?api-version=2025-01-01&x=model"
    answer = openai_gateways[name].call(target, token=site.issuer.token("fraud:predict"), json={"model": "fraud"})
    assert answer.status == 200


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("envoy", b'{"model": "fraud", "model": "churn"}', 403),
        ("envoy", b'{"model": "churn", "model": "fraud"}', 403),
        ("fastapi", b'{"model": "fraud", "model": "churn"}', 403),
        ("fastapi", b'{"model": "churn", "model": "fraud"}', 403),
        ("fastapi", b'{"model": "fraud", "Model": null}', 403),
        ("fastapi", b'{"model": "fraud", "Model": {}}', 403),
        ("envoy", b'{"model": "fraud", "Model": null}', 403),
        ("envoy", b'{"model": "fraud", "modelled": ["churn"], "Modell": 1}', 200),
        ("fastapi", b'{"model": "fraud", "modelled": ["churn"], "Modell": 1}', 200),
        ("envoy", b'{"model": "fraud", "x": [{"Model": "T", "model": "x", "model_": 1, "fallbacks": []}]}', 200),
        ("fastapi", b'{"model": "fraud", "x": [{"Model": "T", "model": "x", "model_": 1, "fallbacks": []}]}', 200),
        ("envoy", b'{"tools": [{"model": "fraud"}]}', 403),
        ("fastapi", b'{"tools": [{"model": "fraud"}]}', 403),
        ("fastapi", b'[["model", "fraud"]]', 403),
    ],
)
def test_key_beside_the_models(
    site: Site, openai_gateways: Mapping[str, Gateway], name: str, body: bytes, expected: int
) -> None:
    """The key twice, or in other letters, is refused, whatever it says. Other keys are left alone."""
    answer = openai_gateways[name].call(
        CHAT, token=site.issuer.token("fraud:predict"), json=body, headers=[("Content-Type", "application/json")]
    )
    assert answer.status == expected
