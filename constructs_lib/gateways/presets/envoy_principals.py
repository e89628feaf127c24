"""Who holds a token that is good for an API, as Envoy's `rbac` sees it after `jwt_authn`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import (
    ACTOR_CLAIM,
    BINDING_CLAIM,
    CLIENT_ID_CLAIM,
    REGISTERED_TOKEN,
    ROLES_CLAIM,
    TOKEN_TYPE,
)
from constructs_lib.gateways.presets.envoy_bound_tokens import BOUND_TOKENS
from constructs_lib.gateways.presets.envoy_matchers import by_metadata, metadata
from constructs_lib.gateways.presets.envoy_registered import TOKEN_LIFE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["JWT_FILTER", "holder", "holds", "principal"]

JWT_FILTER = "envoy.filters.http.jwt_authn"
"""The filter that verifies tokens; its metadata hold a token's `header` and `claims`."""

_Struct = dict[str, object]

_PRESENT: _Struct = {"present_match": True}


def principal(api: ProtectedApi, roles: Iterable[str]) -> _Struct:
    """Return whoever holds a good token with one of some roles.

    Args:
        api: What to check.
        roles: Roles.
    """
    return _every([*_issued(api), holds(roles), *_presented(api)])


def holder(api: ProtectedApi) -> _Struct:
    """Return whoever holds a good token, whatever its roles.

    Args:
        api: What to check.
    """
    return _every([*_issued(api), *_presented(api)])


def holds(roles: Iterable[str]) -> _Struct:
    """Return whoever has one of some roles by a token; whether that is a good one, is to be checked beside it.

    Args:
        roles: Roles.
    """
    one_of: list[_Struct] = [{"list_match": {"one_of": _text(role)}} for role in roles]
    # Envoy takes no choice of one.
    held: _Struct = {"or_match": {"value_matchers": one_of}} if len(one_of) > 1 else one_of[0]
    return _token("claims", ROLES_CLAIM, value=held)


def _issued(api: ProtectedApi) -> list[_Struct]:
    """The realm issued it, as an access token for this API."""
    of = _text(api.audience)
    return [
        _token("header", "alg", value=_text(api.algorithm)),
        _typed(api),
        # `jwt_authn` compares audiences without their scheme, and without a slash at their end.
        _token("claims", "aud", value={"or_match": {"value_matchers": [of, {"list_match": {"one_of": of}}]}}),
    ]


def _presented(api: ProtectedApi) -> list[_Struct]:
    """Whoever presents it may."""
    # Envoy passes over what must be understood (RFC 7515 section 4.1.11), and Keycloak writes no such thing.
    return [{"not_id": _token("header", "crit", value=_PRESENT)}, _acts(api), _held(api)]


def _typed(api: ProtectedApi) -> _Struct:
    """An access token by RFC 9068; of a client that registered itself, by Keycloak's own word for one."""
    ours = _token("header", "typ", value=_text(TOKEN_TYPE))
    if not api.takes_registered:
        return ours
    # Such a client may ask for our type too, but for no claim that says who it is.
    named = _token("claims", CLIENT_ID_CLAIM, value=_PRESENT)
    short = by_metadata(metadata(TOKEN_LIFE, ["short"], {"bool_match": True}))
    registered = [_token(*path, value=_text(value)) for path, value in REGISTERED_TOKEN.items()]
    return {"or_ids": {"ids": [_every([ours, named]), _every([*registered, short])]}}


def _held(api: ProtectedApi) -> _Struct:
    """Whoever presents the token holds it: it is bound to nothing, or the proof was seen."""
    free: _Struct = {"not_id": _token("claims", BINDING_CLAIM, value=_PRESENT)}
    if not api.bindings:
        return free
    seen = by_metadata(metadata(BOUND_TOKENS, ["checked"], {"bool_match": True}))
    return {"or_ids": {"ids": [free, seen]}}


def _acts(api: ProtectedApi) -> _Struct:
    """Nobody acts for the subject, or a declared actor does: the client that got the token, and no chain of them."""

    def is_client(client_id: str, *path: str) -> _Struct:
        return _token("claims", *path, CLIENT_ID_CLAIM, value=_text(client_id))

    nobody: _Struct = {"not_id": _token("claims", ACTOR_CLAIM, value=_PRESENT)}
    if not api.actors:
        return nobody
    others: list[_Struct] = [{"not_id": is_client(client_id)} for client_id in api.actors]
    no_chain: _Struct = {"not_id": _token("claims", ACTOR_CLAIM, ACTOR_CLAIM, value=_PRESENT)}
    acting = [_every([is_client(each), is_client(each, ACTOR_CLAIM), no_chain]) for each in api.actors]
    return {"or_ids": {"ids": [_every([nobody, *others]), *acting]}}


def _token(*path: str, value: _Struct) -> _Struct:
    return by_metadata(metadata(JWT_FILTER, path, value))


def _text(text: str) -> _Struct:
    return {"string_match": {"exact": text}}


def _every(ids: Iterable[_Struct]) -> _Struct:
    return {"and_ids": {"ids": list(ids)}}
