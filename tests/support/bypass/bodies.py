"""Bodies that one reader takes for a model's and another reader for another one's."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING

from tests.support.bypass.forms import multipart_body, two_forms, two_parts
from tests.support.bypass.messages import plain_message, two_faced_messages
from tests.support.bypass.paths import PARTS, respelled

if TYPE_CHECKING:
    import random

    from tests.support.bypass.attempt import Content
    from tests.support.bypass.call import Call

__all__ = ["plain_body", "two_faced"]

_OTHER_KEYS = (
    *("models", "fallbacks", "Fallbacks", "context_window_fallbacks", "model_list", "user_config", "models[]"),
    *("api_base", "Base-Url", "api_key", "lora_path", "adapter_id", "draft_model", "litellm_params", "deployment_id"),
    *("previous_response_id", "conversation", "session_id"),
)
_JSON = "Content-Type: application/json"


def plain_body(call: Call) -> Content:
    """Return fields and body that name the model of a call in one way; nothing where no body does."""
    if call.body == "json":
        return _json(json.dumps({"model": call.model, "messages": []}))
    if call.body == "multipart":
        return multipart_body(("model", call.model), ("file", "x"))
    return plain_message(call.field, call.model) if call.body == "protobuf" else ((), b"")


def _json(body: str | bytes, *fields: str) -> Content:
    return (_JSON, *fields), body.encode() if isinstance(body, str) else body


def two_faced(draw: random.Random, call: Call, theirs: str) -> Content:
    """Draw a body that names a model that the token opens and one that it does not.

    Args:
        draw: Where chance comes from.
        call: A call that it opens, whose body names its model.
        theirs: A model that it does not.
    """
    if call.body == "protobuf":
        return draw.choice(two_faced_messages(call.field, call.model, theirs))
    makers = (_keys, _keys, _encodings, _encodings, _kinds, _framed, _others, _deeper)
    make = draw.choice(makers if call.body == "json" else (two_parts, two_parts, two_forms))
    return make(draw, call.model, theirs)


def _keys(draw: random.Random, mine: str, theirs: str) -> Content:
    key = draw.choice(
        (
            "model",
            "Model",
            "MODEL",
            "mo\\u0064el",
            "\\u006dodel",
            "\\u006D\\u006f\\u0064\\u0065\\u006c",
            "m\\u00f6del",
            "model ",
            " model",
            "model\\u0000",
            "model\\u0000x",
            "\\ufeffmodel",
            "mode\\u006C",
            "models",
            "model[]",
            "\\ud800model",
        )
    )
    first, second = draw.choice(((mine, theirs), (theirs, mine)))
    m, t = json.dumps(mine), json.dumps(theirs)
    text = draw.choice(
        (
            f'{{"model": {json.dumps(first)}, "{key}": {json.dumps(second)}}}',
            f'{{"{key}": {json.dumps(first)}, "model": {json.dumps(second)}}}',
            f'{{"{key}": {t}}}',
            f'{{"model": {m}, "x": {{"model": {t}}}, "model": {t}}}',
            f'{{"x": {{"model": {m}}}, "model": {t}}}',
            f'{{"x": "\\\\", "model": {m}, "y": "\\", \\"model\\": \\"", "model": {t}}}',
            f'{{"model": [{m}]}}',
            f'{{"model": {{"model": {m}}}}}',
            f'[{{"model": {m}}}]',
            f'{{"model": {m}}}{{"model": {t}}}',
            f'{{"model": {m}}} x {{"model": {t}}}',
            f'{{"model": {m}}}\x00{{"model": {t}}}',
            f'/* {{"model": {m}}} */ {{"model": {t}}}',
            f'{{"model": {m} /*, "x": */, "model": {t} }}',
            f'{{"model": {t}, "x": NaN, "model": {m},}}',
            f"{{'model': {m}, 'model': {t}}}",
            f'{{model: {m}, "model": {t}}}',
            f'{{"model": {m[:-1]}\\u0000{t[1:]}}}',
            f'{{"model": {m[:-1]} "}}',
            f'{{"model": {m[:-1]}\\ud800"}}',
            f'{{"model": {json.dumps(mine.upper())}}}',
            f'{{"model": "../{theirs}"}}',
            f'{{"a": {"[" * 40}{"]" * 40}, "model": {m}, "model": {t}}}',
            f'{{"a": {"[" * 5000}{"]" * 5000}, "model": {m}, "model": {t}}}',
        )
    )
    return _json(text)


def _others(draw: random.Random, mine: str, theirs: str) -> Content:
    """Draw a body with other keys that name models, or with a name that a reader may take for another one."""
    m, t = json.dumps(mine), json.dumps(theirs)
    part = json.dumps(draw.choice(PARTS))[1:-1]
    spelled = draw.choice((theirs, mine)).replace(
        "/", draw.choice(("\\/", "\\u002f", "%2F", "\\\\", "//", "\uff0f", "/./"))
    )
    return _json(
        draw.choice(
            (
                f'{{"model": {t}, "model_id": {m}, "name": {m}}}',
                f'{{"name": {m}, "model": {t}}}',
                f'{{"model": {m}, "{draw.choice(_OTHER_KEYS)}": [{t}]}}',
                f'{{"{draw.choice(_OTHER_KEYS)}": [{t}], "model": {m}}}',
                f'{{"model": "{spelled}"}}',
                f'{{"model": {m[:-1]}{part}{t[1:]}}}',
                f'{{"model": {json.dumps(respelled(draw, theirs))}}}',
                f'{{"model": {json.dumps(respelled(draw, mine))}}}',
                f'{{"model": {m[:-1]}:latest"}}',
                f'{{"model": {m[:-1]},{t[1:]}}}',
                f'{{"model": {t}, "messages": [{{"model": {m}}}]}}',
                f'{{"model": null, "model": {t}}}',
                f'{{"model": {t}, "model": null}}',
                f'{{"model": {m}, "model": {m}}}',
            )
        )
    )


def _deeper(draw: random.Random, mine: str, theirs: str) -> Content:
    """Draw a body that names another model, or what somebody stored, below a key at the top."""
    t, file = (
        json.dumps(theirs),
        draw.choice(('"file_id"', '"file_\\u0069d"', '"FILE-ID"', '"file_ids"', '"container_id"')),
    )
    filler = draw.choice(("", '"x": {"parameters": {}}, ', '"x": "{\\"[", ', '"tools": [{"parameters": {"a": [1]}}], '))
    reference = draw.choice(('"item_reference"', '"item\\u005freference"'))
    deeper = draw.choice(
        (
            f'"extra_body": {{"model": {t}}}',
            f'"extra_body": {{"a": 1, "extra_body": {{"Model": {t}}}}}',
            f'"extra_body": {json.dumps(json.dumps({"model": theirs}))}',
            f'"metadata": {json.dumps(json.dumps({"api_base": "http://127.0.0.1"}))}',
            f'"tools": [{{"parameters": {{}}}}, {{"type": "image_generation", "model": {t}}}]',
            f'"messages": [{{"content": [{{"file": {{{file}: "f"}}}}]}}]',
            f'"input": [[], {{"x": [{{{file}: "f"}}]}}]',
            f'"input": [{{"id": "m", "type": {reference}}}]',
            f'"input": [{{"type": {reference}, "id": "m"}}]',
        )
    )
    return _json(f'{{{filler}"model": {json.dumps(mine)}, {deeper}}}')


def _encodings(draw: random.Random, mine: str, theirs: str) -> Content:
    ours, other = (json.dumps({"model": model}) for model in (mine, theirs))
    charset = draw.choice(("utf-7", "utf-16", "utf-16le", "utf-32", "latin1", "ibm037", "utf-8; charset=utf-7", "utf8"))
    coding = draw.choice(("gzip", "deflate", "br", "zstd", "identity", "", "x-gzip", "gzip, gzip"))
    utf_7 = f'{{"model":"{mine}","x":"+ACIALAAi-model+ACIAOgAi-{theirs}"}}'
    return draw.choice(
        (
            ((f"{_JSON}; charset={charset}",), utf_7.encode()),
            ((f"{_JSON}; charset={charset}",), ours.encode()),
            _json(b"\xef\xbb\xbf" + other.encode()),
            _json(other.encode("utf-16")),
            _json(other.encode("utf-16-be")),
            _json(other.encode("utf-32")),
            _json(f'{{"x": "{ours}"'.encode() + b"\xff\xfe" + other.encode("utf-16")),
            _json(ours.encode()[:-2] + b'\xc0\xa2, "model": "' + theirs.encode() + b'"}'),
            _json(gzip.compress(other.encode()), f"Content-Encoding: {coding}"),
            _json(zlib.compress(other.encode()), f"Content-Encoding: {coding}"),
            _json(ours, f"Content-Encoding: {coding}"),
            _json(ours, f"content-encoding:{coding}", "Content-Encoding: identity"),
            _json(gzip.compress(other.encode())),
        )
    )


def _kinds(draw: random.Random, mine: str, theirs: str) -> Content:
    kind = draw.choice(
        (
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=q",
            "application/json, text/plain",
            "application/problem+json",
            "application/vnd.api+json",
            "text/json",
            "application/jsonp",
            "application/json;",
            "application/json; boundary=q",
            "application/json\r\nContent-Type: text/plain",
            "*/*",
            "application/ndjson",
            "application/x-www-form-urlencoded\r\nContent-Type: application/json",
            "\tapplication/json\x0b",
            "application/xml",
        )
    )
    ours = json.dumps({"model": mine})
    form = f"model={theirs}&x="
    multipart = multipart_body(("model", theirs), boundary="q")[1]
    body = draw.choice((ours.encode(), f'{form}{{"model": "{mine}"}}'.encode(), form.encode(), multipart))
    return draw.choice((((f"Content-Type: {kind}",), body), ((), body)))


def _framed(draw: random.Random, mine: str, theirs: str) -> Content:
    """Two documents, or one that is larger than what a gateway keeps."""
    ours, other = (json.dumps({"model": model}) for model in (mine, theirs))
    filler = " " * draw.choice((70_000, 1_100_000))
    text = draw.choice((ours + filler + other, ours[:-1] + filler + ',"model": "' + theirs + '"}', filler + other))
    return _json(text)
