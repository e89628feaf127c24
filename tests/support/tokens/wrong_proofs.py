"""Proofs of possession (RFC 9449) that a resource server must refuse."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.support.tokens.dpop_key import DpopKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["wrong_proofs"]


def wrong_proofs(key: DpopKey) -> dict[str, Callable[[str, str], Mapping[str, str]]]:
    """Return by what is wrong how the proof for a URL and a token is made, as header fields.

    Args:
        key: The key that tokens are bound to.
    """
    other = DpopKey()
    return {
        "none": lambda _url, _token: {},
        "empty": lambda _url, _token: {"DPoP": ""},
        "not a JWT": lambda _url, _token: {"DPoP": "abc"},
        "three dots": lambda _url, _token: {"DPoP": "..."},
        "htm": lambda url, token: key.call_proof(url, token, htm="GET"),
        "htm in lower case": lambda url, token: key.call_proof(url, token, htm="post"),
        "no htm": lambda url, token: key.call_proof(url, token, htm=None),
        "htu of another path": lambda url, token: key.call_proof(f"{url}/x", token),
        "htu of another model": lambda url, token: key.call_proof(url.replace("fraud", "churn"), token),
        "htu of another host": lambda url, token: key.call_proof("https://other.example" + urlsplit(url).path, token),
        "htu of another scheme": lambda url, token: key.call_proof(url.replace("://", "x://"), token),
        "htu of a list": lambda url, token: key.call_proof(url, token, htu=[url]),
        "no htu": lambda url, token: key.call_proof(url, token, htu=None),
        "ath of another token": lambda url, token: key.call_proof(url, token + "x"),
        "no ath": lambda url, _token: key.proof(url),
        "old": lambda url, token: key.call_proof(url, token, iat=int(time.time()) - 75),
        "of the future": lambda url, token: key.call_proof(url, token, iat=int(time.time()) + 75),
        "iat of a text": lambda url, token: key.call_proof(url, token, iat=str(int(time.time()))),
        "no iat": lambda url, token: key.call_proof(url, token, iat=None),
        "no jti": lambda url, token: key.call_proof(url, token, jti=None),
        "by another key": other.call_proof,
        "by another key with the right one named": lambda url, token: _resigned(key, other, url, token),
        "typ": lambda url, token: key.call_proof(url, token, header={"typ": "JWT"}),
        "no typ": lambda url, token: key.call_proof(url, token, header={"typ": None}),
        "private key": lambda url, token: key.call_proof(url, token, header={"jwk": key.private_jwk}),
        "no jwk": lambda url, token: key.call_proof(url, token, header={"jwk": None}),
        "alg none": lambda url, token: _with_algorithm(key, url, token, "none", b""),
        "alg HS256": lambda url, token: _with_algorithm(key, url, token, "HS256", b"x" * 32),
        "a changed claim": lambda url, token: _changed(key, url, token),
        "two": lambda url, token: {"DPoP": ",".join([key.call_proof(url, token)["DPoP"]] * 2)},
    }


def _resigned(key: DpopKey, other: DpopKey, url: str, token: str) -> Mapping[str, str]:
    right, wrong = key.call_proof(url, token)["DPoP"], other.call_proof(url, token)["DPoP"]
    return {"DPoP": ".".join([*right.split(".")[:2], wrong.split(".")[2]])}


def _changed(key: DpopKey, url: str, token: str) -> Mapping[str, str]:
    first, second = key.call_proof(url, token)["DPoP"], key.call_proof(url, token)["DPoP"]
    return {"DPoP": ".".join([first.split(".")[0], second.split(".")[1], first.split(".")[2]])}


def _with_algorithm(key: DpopKey, url: str, token: str, algorithm: str, signature: bytes) -> Mapping[str, str]:
    head = base64.urlsafe_b64encode(f'{{"typ":"dpop+jwt","alg":"{algorithm}"}}'.encode()).rstrip(b"=").decode()
    middle = key.call_proof(url, token)["DPoP"].split(".")[1]
    return {"DPoP": f"{head}.{middle}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"}
