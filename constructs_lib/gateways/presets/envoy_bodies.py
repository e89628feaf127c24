"""How Envoy reads the model's name in a body: one that two readers could take for two models opens nothing."""

from __future__ import annotations

from itertools import product

__all__ = ["body_filter", "body_names"]

_BODY = "request_body"
_MODEL = "model"
_RESPELLED = "respelled"
# Keys that Go's `encoding/json` and others like it take for `model` too; of several keys the last one counts there.
_OTHER_SPELLINGS = sorted(
    {"".join(letters) for letters in product(*zip(_MODEL, _MODEL.upper(), strict=True))} - {_MODEL}
)
_JSON = r'(?i:application/json)[ \t]*(;[ \t]*(?i:charset)=((?i:utf-8)|"(?i:utf-8)")[ \t]*)?'
"""JSON in UTF-8 (RFC 8259 section 8.1). By any other `charset` a server could read another text than Envoy did."""

_Struct = dict[str, object]


def body_filter() -> _Struct:
    """Return the filter that notes a JSON body's model; what is no JSON in UTF-8 has none."""
    # With a `value` of its own, the filter notes it where the key is missing too.
    respelled = {"metadata_namespace": _BODY, "key": _RESPELLED}
    return {
        "name": "envoy.filters.http.json_to_metadata",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.json_to_metadata.v3.JsonToMetadata",
            "request_rules": {
                "rules": [
                    {
                        "selectors": [{"key": _MODEL}],
                        "on_present": {"metadata_namespace": _BODY, "key": _MODEL},
                    },
                    *({"selectors": [{"key": key}], "on_present": respelled} for key in _OTHER_SPELLINGS),
                ],
                "allow_content_types_regex": {"regex": _JSON},
            },
        },
    }


def body_names(model: str) -> list[_Struct]:
    """Return the permissions that a request must all have whose body names a model."""
    compressed = {"name": "content-encoding", "present_match": True}
    return [
        _noted(_MODEL, {"string_match": {"exact": model}}),
        {"not_rule": _noted(_RESPELLED, {"present_match": True})},
        # What a server would decompress was not what Envoy read (RFC 9110 section 8.4).
        {"not_rule": {"header": compressed}},
    ]


def _noted(key: str, value: _Struct) -> _Struct:
    return {"sourced_metadata": {"metadata_matcher": {"filter": _BODY, "path": [{"key": key}], "value": value}}}
