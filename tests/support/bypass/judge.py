"""What a server may have got: whatever it is, it has one meaning, and the token opens it.

Written from the calls that a token opens alone, and strict: what another reader could take for something else counts as
past the gateway, even where the servers of today read it in the harmless way.
"""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.policy import HTTP
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from constructs_lib.gateways.caller_headers import MADE_UP_HEADERS
from constructs_lib.gateways.route import VERSION
from tests.support.bypass.message_judge import in_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.support.bypass.attempt import Attempt
    from tests.support.bypass.call import Call
    from tests.support.bypass.recorder import Arrival

__all__ = ["past"]

_QUERY = re.compile(r"[!-~]*")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# What clients encode of a model's name, or may: no server takes one for anything else once it is decoded.
_ENCODED = re.compile("%(?:2[0BbFf]|3[Aa]|40)")
# What LiteLLM, OpenRouter and others take other models from.
_NAMING_QUERY = re.compile(r"(?:^|[&;])[^=&;]*(?:model|fallback)", re.IGNORECASE)
_OTHERS = re.compile(
    r"^models$|fallback|model_?list|user_config|router_settings|api_?base|base_?url|api_?key|^lora|^adapter|draft_model"
    r"|^litellm|deployment_id|^conversation$|previous_response|^session_",
    re.IGNORECASE,
)
# What OpenAI's API takes from objects at any depth, for things that it stored.
_STORED = re.compile(r"^(?:file|container|vector.?store)[^a-z]?ids?$", re.IGNORECASE)
_MESSAGES = ("application/grpc", "application/grpc+proto")
_FORM = re.compile(r'multipart/form-data; ?boundary=("?)([A-Za-z0-9\'()+_,./:=?-]{1,70})\1')


def past(
    arrivals: Iterable[Arrival],
    attempts: Mapping[int, Attempt],
    mine: Iterable[Call],
    *,
    strips_fields: bool = True,
) -> list[str]:
    """Return what came past a gateway, a line each; nothing if it is tight.

    Args:
        arrivals: What reached the server.
        attempts: What was sent, by number.
        mine: What the tokens open that were held.
        strips_fields: Whether the gateway takes out what callers make up.
    """
    opened, found = list(mine), []
    for arrival in arrivals:
        attempt = attempts.get(arrival.number) if arrival.number is not None else None
        said = attempt.family if attempt else "of no attempt"
        if attempt and not attempt.held:
            found.append(f"{said}: came through with no token that counts: {arrival}")
        elif not any(_is(arrival, call) for call in opened):
            found.append(f"{said}: {arrival} {arrival.body[:200]!r}")
        elif strips_fields and (made_up := [name for name in _MADE_UP if not _is_own(name, arrival, opened)]):
            found.append(f"{said}: made up: {made_up}")
        elif strips_fields and arrival.values("authorization"):
            found.append(f"{said}: the token was sent on")
    return found


_MADE_UP = tuple(name.lower() for header in MADE_UP_HEADERS for name in (header, header.replace("-", "_")))


def _is_own(name: str, arrival: Arrival, opened: Iterable[Call]) -> bool:
    """Tell whether a field is not there, or is the gateway's: Envoy says in one which path it took a prefix from."""
    values = arrival.values(name)
    if name != "x-envoy-original-path" or len(values) != 1:
        return not values
    said = values[0].partition("?")[0]
    return any(call.prefix and _is_path(said, call.template) and _is(arrival, call) for call in opened)


def _is(arrival: Arrival, call: Call) -> bool:
    path, _, query = arrival.target.partition("?")
    if (arrival.method, arrival.server) != (call.method, call.server):
        return False
    if not _QUERY.fullmatch(query) or not _is_path(path, call.seen):
        return False
    if call.body == "none":
        return True
    twice = arrival.values("content-encoding") or len(arrival.values("content-type")) != 1
    if twice or _NAMING_QUERY.search(unquote(query)):
        return False
    kind = arrival.values("content-type")[0]
    if call.body == "protobuf":
        return kind in _MESSAGES and in_message(arrival.body, call.field) == call.model
    named = _in_json if call.body == "json" else _in_form
    return named(kind, arrival.body) == call.model


def _is_path(sent: str, wanted: str) -> bool:
    """Tell whether a path is the one that is wanted, whether it is decoded or not, before it is split or after."""
    parts = sent.split("/"), wanted.split("/")
    return len(parts[0]) == len(parts[1]) and all(map(_is_part, *parts))


def _is_part(sent: str, wanted: str) -> bool:
    if wanted == VERSION:
        return _VERSION.fullmatch(sent) is not None
    return "%" not in _ENCODED.sub("", sent) and unquote(sent) == unquote(wanted)


def _in_json(kind: str, body: bytes) -> str | None:
    """Return the one model that a JSON text names, however keys are compared and whichever of two counts."""
    if kind.lower() not in ("application/json", "application/json; charset=utf-8"):
        return None
    try:
        pairs: Any = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_Pairs)
    except ValueError:
        return None
    if not isinstance(pairs, _Pairs):
        return None
    if any(_OTHERS.search(key) for key, _ in pairs) or _reaches_further(pairs):
        return None
    models = [value for key, value in pairs if key.strip("\x00 ").casefold() == "model"]
    return models[0] if len(models) == 1 and isinstance(models[0], str) else None


class _Pairs(list[tuple[str, Any]]):
    """The members of an object, with those that are there twice."""


def _reaches_further(found: object, below: str = "") -> bool:
    """Tell whether a value has what reaches stored things, another model by a tool, or what is sent on as it stands."""
    if isinstance(found, _Pairs):
        return any(_is_further(key, value, below) or _reaches_further(value, key) for key, value in found)
    return isinstance(found, list) and any(_reaches_further(value, below) for value in found)


def _is_further(key: str, value: object, below: str) -> bool:
    named = below.casefold() in {"extra_body", "tools"} and key.casefold() in {"model", "server_url", "api_base"}
    reference = key.casefold() == "type" and value == "item_reference"
    text = below == "" and key.casefold() in {"extra_body", "metadata"} and isinstance(value, str)
    return named or reference or text or _STORED.match(key) is not None


def _in_form(kind: str, body: bytes) -> str | None:
    """Return the one model that a form names: no other part looks like one to any reader."""
    match = _FORM.fullmatch(kind)
    if match is None:
        return None
    parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    payload: Any = parts.get_payload()
    if not isinstance(payload, list) or body.count(b"--" + match[2].encode()) != len(payload) + 1:
        return None
    heads = [str(part.get("Content-Disposition", "")) for part in payload]
    if (
        body.lower().count(b"model") - body.lower().count(b"models")
        > sum("model" in head.lower() for head in heads) + 1
    ):
        return None
    models = [part for part, head in zip(payload, heads, strict=True) if "mod" in head.lower()]
    if len(models) != 1 or models[0]["Content-Disposition"] != 'form-data; name="model"':
        return None
    return str(models[0].get_payload())
