"""Tokens that only their holder can use."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.integration.security.prod_realm import DEVICE, EDGE, SCOPE
from tests.support.baseline.answers import answer_of
from tests.support.tokens.dpop_key import DpopKey

if TYPE_CHECKING:
    import httpx

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


def ask(prod: ProdRealm, headers: dict[str, str] | None = None) -> httpx.Response:
    """Ask for a token as the consumer that binds its tokens by DPoP."""
    form = {"grant_type": "client_credentials", "scope": SCOPE, **prod.credentials(DEVICE)}
    return prod.http.post(prod.url("token"), data=form, headers=headers)


@pytest.mark.baseline(16)
def test_token_needs_a_proof(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """Without proof of its key the consumer gets nothing; by default any client gets a bearer token."""
    assert shown.here(f"no proof: {answer_of(ask(prod))}") == "no proof: 400 invalid_request"
    by_default = defaults.machine_token(defaults.credentials)
    assert shown.by_default(f"no proof: {answer_of(by_default)}") == "no proof: 200 token"


@pytest.mark.baseline(16)
def test_token_is_bound_to_the_key(prod: ProdRealm, shown: ShownAnswers) -> None:
    """With a proof the token names the key, and the same proof serves once."""
    key = DpopKey()
    proof = key.proof(prod.url("token"))
    answer = ask(prod, proof)
    assert answer.json()["token_type"] == "DPoP"
    assert prod.tokens.token(answer).claims["cnf"]["jkt"] == key.thumbprint
    assert shown.here(f"replayed proof: {answer_of(ask(prod, proof))}") == "replayed proof: 400 invalid_request"


@pytest.mark.baseline(16)
@pytest.mark.parametrize(
    "changed",
    [{"htm": "GET"}, {"htu": "https://other.example.com/token"}, {"iat": int(time.time()) - 3600}],
    ids=["method", "url", "old"],
)
def test_proof_of_something_else_is_refused(prod: ProdRealm, shown: ShownAnswers, changed: dict[str, object]) -> None:
    """A proof is for one method, one URL and this moment."""
    answer = ask(prod, DpopKey().proof(prod.url("token"), **changed))
    assert shown.here(f"wrong proof: {answer_of(answer)}") == "wrong proof: 400 invalid_request"


@pytest.mark.baseline(16)
def test_certificate_binds_the_token(prod: ProdRealm, shown: ShownAnswers) -> None:
    """RFC 8705: without its certificate a consumer gets no token, and the token names the certificate."""
    form = {"grant_type": "client_credentials", "client_id": EDGE, "scope": SCOPE}
    refused = answer_of(prod.post("token", **form))
    assert shown.here(f"no certificate: {refused}") == "no certificate: 401 invalid_client"
    with prod.tls.client("CN=edge,O=Example") as http:
        token = prod.tokens.token(http.post(prod.url("token"), data=form))
    assert list(token.claims["cnf"]) == ["x5t#S256"]
