"""The check of tokens in modules in Python: it takes no token that PyJWT's own does not take."""

from __future__ import annotations

import base64
import json
import random
import string
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from tests.support.gateways.gateways import load_module, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from tests.integration.gateways.conftest import Site

pytestmark = pytest.mark.integration

NOW = int(time.time())
ODD: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    NOW - 90,
    NOW + 90,
    NOW + 90.5,
    str(NOW + 90),
    float("nan"),
    float("inf"),
    "",
    "other",
    [],
    ["other"],
    {},
)
CLAIMS = ("iss", "aud", "sub", "client_id", "iat", "exp", "nbf", "jti", "roles")
SEED = 20261127
BROKEN = 400
INSERTED = ("", ".", "=", "+", "/", "A", "_", " ", "\n", "é", "\0")


@pytest.fixture(scope="module")
def module(site: Site, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The FastAPI preset's module."""
    return load_module(written(tmp_path_factory.mktemp("module"), "fastapi", site.api())["model_access.py"])


def test_takes_what_is_right(site: Site, module: ModuleType) -> None:
    """A token for this API is taken, alone or with other audiences, with `nbf` or without."""
    claims = site.issuer.claims("fraud:predict", sub="7f5a")
    for more in ({}, {"aud": ["other", site.issuer.audience]}, {"nbf": NOW}, {"jti": "2"}):
        token = site.issuer.signed({**claims, **more})
        assert module.verify(token).subject == "7f5a"
        assert _by_pyjwt(module, token, _key(site, module)) == {**claims, **more}


def test_refuses_every_token_that_pyjwt_refuses(site: Site, module: ModuleType) -> None:
    """Claims and headers of any kind, and broken spellings of a good token: what PyJWT refuses is refused here."""
    key = _key(site, module)
    taken = list[str]()
    for name, token in (*_odd_claims(site), *_odd_headers(site), *_broken(site)):
        try:
            caller = module.verify(token, key)
        except jwt.PyJWTError:
            continue
        claims = _by_pyjwt(module, token, key)
        assert (caller.subject, caller.client_id) == (claims["sub"], claims["client_id"]), name
        taken.append(name)
    # What may be odd in a token that is taken.
    assert sorted({name.split("=")[0] for name in taken}) == [
        *("client_id", "exp", "header kid", "iat", "jti", "nbf", "roles", "sub"),
    ]


def test_refuses_a_key_of_another_algorithm(site: Site, module: ModuleType) -> None:
    """A published key that does not sign by the realm's algorithm checks no token, whatever its header says."""
    other = jwt.PyJWK(site.issuer.rsa_key.as_dict(private=False))
    for token in (site.issuer.token("fraud:predict"), site.issuer.rsa_token("fraud:predict")):
        with pytest.raises(jwt.InvalidAlgorithmError):
            module.verify(token, other)


def _key(site: Site, module: ModuleType) -> jwt.PyJWK:
    key: jwt.PyJWK = module.KEYS.get_signing_key(str(site.issuer.key.kid))
    return key


def _by_pyjwt(module: ModuleType, token: str, key: jwt.PyJWK) -> dict[str, Any]:
    found = jwt.decode_complete(
        token,
        key,
        [module.ALGORITHM],
        {"require": ["exp", "iat", "sub", "client_id"]},
        audience=module.AUDIENCE,
        issuer=module.ISSUER,
        leeway=module.CLOCK_SKEW_S,
    )
    assert found["header"]["typ"] == "at+jwt"
    claims: dict[str, Any] = found["payload"]
    return claims


def _odd_claims(site: Site) -> Iterator[tuple[str, str]]:
    for claim in CLAIMS:
        for value in ODD:
            claims = {**site.issuer.claims("fraud:predict"), claim: value}
            yield f"{claim}={value!r}", _signed(site, claims)
            yield f"{claim}=[{value!r}]", _signed(site, {**claims, claim: [value]})
        claims.pop(claim)
        if claim not in {"jti", "nbf", "roles"}:
            yield f"no {claim}", _signed(site, claims)


def _odd_headers(site: Site) -> Iterator[tuple[str, str]]:
    for value in ODD:
        for name in ("alg", "typ", "kid", "crit"):
            yield f"header {name}={value!r}", _signed(site, site.issuer.claims("fraud:predict"), **{name: value})
    for more in ({"b64": True, "crit": ["b64"]}, {"b64": False, "crit": ["b64"]}, {"alg": "none"}, {"alg": "HS256"}):
        yield f"header {more}", _signed(site, site.issuer.claims("fraud:predict"), **more)


def _broken(site: Site) -> Iterator[tuple[str, str]]:
    """Yield a good token with one to three characters more, fewer or other ones."""
    chosen = random.Random(SEED)  # noqa: S311 - a sample, no secret
    good = site.issuer.token("fraud:predict")
    for number in range(BROKEN):
        letters = list(good)
        for _ in range(chosen.randint(1, 3)):
            at = chosen.randrange(len(letters))
            letters[at : at + chosen.randint(0, 2)] = chosen.choice(INSERTED)
        if "".join(letters) != good:
            yield f"broken {number}", "".join(letters)
    yield from ((f"ending {end!r}", good + end) for end in (".", "=", "==", "A", " ", "\n"))
    head, body, signature = good.split(".")
    # The last letter of 64 bytes has four bits that say nothing: one spelling of sixteen is right (RFC 7515 section 2).
    ends = {f"{signature[:-1]}{letter}" for letter in f"{string.ascii_letters}{string.digits}-_"}
    yield from ((f"signature {end}", f"{head}.{body}.{end}") for end in ends - {signature})
    yield from ((f"parts {each}", each) for each in ("", ".", "..", head, f"{head}.{body}", f"{head}..{signature}"))


def _signed(site: Site, claims: dict[str, Any], **header: object) -> str:
    """Return a token with a good signature of anything."""
    full = {"alg": "ES256", "typ": "at+jwt", "kid": site.issuer.key.kid, **header}
    signed = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (full, claims))
    signature = jwt.get_algorithm_by_name("ES256").sign(signed, site.issuer.key.private_key)
    return f"{signed.decode()}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"
