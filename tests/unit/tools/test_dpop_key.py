"""Proofs of a key, as the deployment's own check sends them."""

from __future__ import annotations

import time

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.jws import extract_compact

from tools.dpop_key import DpopKey

pytestmark = pytest.mark.unit

URL = "https://sso.example.com/realms/ml/protocol/openid-connect/token"


def public_key(proof: str) -> ECKey:
    """Return the key that stands in a proof."""
    return ECKey.import_key(extract_compact(proof.encode()).headers()["jwk"])


def test_proof_is_for_one_request() -> None:
    """Method, URL and this moment stand in it, and no second one has its id."""
    key = DpopKey()
    texts = [key.proof(URL), key.proof(URL)]
    proofs = [jwt.decode(text, public_key(text)) for text in texts]
    for proof in proofs:
        assert (proof.header["typ"], proof.header["alg"]) == ("dpop+jwt", "ES256")
        assert (proof.claims["htm"], proof.claims["htu"]) == ("POST", URL)
        assert abs(proof.claims["iat"] - time.time()) < 60
    assert len({proof.claims["jti"] for proof in proofs}) == 2


def test_proof_holds_the_public_key_alone() -> None:
    """Its thumbprint is what a bound token names; the private part stays here."""
    key = DpopKey()
    public = public_key(key.proof(URL))
    assert (public.is_private, public.thumbprint()) == (False, key.thumbprint)
    assert repr(key) == "DpopKey()"


def test_each_run_has_its_own() -> None:
    """A key serves one run."""
    assert DpopKey().thumbprint != DpopKey().thumbprint
