"""How a preview and the answer of a token endpoint differ: in every claim but times and ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from constructs_lib.review.at_issue import AtIssue
from tests.support.tokens.tokens import claims_of, header_of

if TYPE_CHECKING:
    from constructs_lib.review.token_preview import TokenPreview

__all__ = ["differences"]

# Lists whose order means nothing: RFC 7519 section 4.1.3, RFC 9068 section 2.2.3.1; `scope` is one, too (RFC 6749).
_UNORDERED = ("aud", "roles", "groups")

# Keycloak looks at the clock twice, for `iat` and for `exp`: on a busy machine a second may pass.
_CLOCK_S = 2


def _comparable(name: str, value: object) -> object:
    """Return a claim's value without what means nothing in it."""
    if name == "scope":
        return sorted(str(value).split())
    return sorted(value) if name in _UNORDERED and isinstance(value, list) else value


def differences(found: TokenPreview, answer: httpx.Response) -> list[str]:
    """Return how a preview and an answer of the token endpoint differ."""
    if answer.status_code != httpx.codes.OK:
        error = str(answer.json().get("error"))
        return [] if found.refusal.startswith(f"{error}:") else [f"refused: {answer.json()}"]
    if found.refusal:
        return [f"not refused: {found.refusal}"]
    token = str(answer.json()["access_token"])
    wrong = [
        f"{part} {name}: expected {expected.get(name)!r}, is {actual.get(name)!r}"
        for part, expected, actual in (
            ("header", found.header, header_of(answer)),
            ("claim", found.claims, claims_of(answer)),
        )
        for name in {*expected, *actual}
        if not _equal(name, expected.get(name), actual.get(name))
    ]
    claims = claims_of(answer)
    lifespan = claims["exp"] - claims["iat"]
    if not found.lifespan_s <= lifespan <= found.lifespan_s + _CLOCK_S:
        wrong.append(f"lives {lifespan} s, not {found.lifespan_s} s")
    if found.size_is_exact and len(token) != found.size:
        wrong.append(f"has {len(token)} bytes, not {found.size}")
    return wrong


def _equal(name: str, expected: object, actual: object) -> bool:
    if isinstance(expected, AtIssue):
        quotes = 2 if isinstance(actual, str) else 0
        return actual is not None and (not expected.exact or len(str(actual)) + quotes == expected.characters)
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(_equal(key, expected[key], actual[key]) for key in expected)
    return _comparable(name, expected) == _comparable(name, actual)
