"""A consumer that proves who it is by its own key."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import pytest

from tests.integration.security.prod_realm import ASSERTION_TYPE, BATCH, TRAINER
from tests.support.baseline.answers import answer_of
from tests.support.realms.default_realm import SIGNER
from tests.support.tokens.assertion_key import AssertionKey
from tests.support.tokens.wrong_jwts import confused_jwt, unsigned_jwt

if TYPE_CHECKING:
    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


def form(signed: str) -> dict[str, str]:
    """Return an assertion as it is sent."""
    return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": signed}


@pytest.mark.baseline(17)
def test_assertion_is_taken_once(prod: ProdRealm, shown: ShownAnswers) -> None:
    """A fresh assertion gets a token; the same one again gets none."""
    assertion = prod.assertion()
    assert answer_of(prod.machine_token(assertion)) == "200 token"
    assert shown.here(answer_of(prod.machine_token(assertion))) == "400 invalid_client"


@pytest.mark.baseline(17)
def test_forged_assertions_are_refused(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Neither unsigned, nor by the public key as a secret, nor by somebody else's key."""
    forged = {
        "unsigned": unsigned_jwt(prod.assertion_claims()),
        "by the public key": confused_jwt(prod.assertion_claims(), prod.key),
        "by another key": AssertionKey.generate(prod.key.kid).sign(prod.assertion_claims()),
    }
    for how, signed in forged.items():
        assert shown.here(answer_of(prod.machine_token(form(signed)))) == "400 invalid_client", how


@pytest.mark.baseline(17)
@pytest.mark.parametrize(
    "changed",
    [{"aud": "https://other.example.com"}, {"aud": None}, {"exp": int(time.time()) - 100}],
    ids=["audience", "no audience", "expired"],
)
def test_assertion_for_somebody_else_is_refused(
    prod: ProdRealm, shown: ShownAnswers, changed: dict[str, object]
) -> None:
    """Its audience is this issuer, and it has not expired."""
    assert shown.here(answer_of(prod.machine_token(prod.assertion(**changed)))) == "400 invalid_client"


@pytest.mark.baseline(17)
def test_assertion_speaks_for_its_issuer_alone(prod: ProdRealm, shown: ShownAnswers) -> None:
    """A consumer cannot sign for another one."""
    assert shown.here(answer_of(prod.machine_token(prod.assertion(sub=TRAINER)))) == "401 invalid_client"


@pytest.mark.baseline(17)
def test_secret_does_not_replace_the_key(prod: ProdRealm, shown: ShownAnswers) -> None:
    """Not even the secret that Keycloak generated for the consumer."""
    path = f"realms/{prod.name}/clients/{prod.client_uuid(BATCH)}/client-secret"
    generated = prod.admin.get(path).json().get("value", "")
    for secret in (generated, secrets.token_urlsafe()):
        answer = prod.machine_token({"client_id": BATCH, "client_secret": secret})
        assert shown.here(answer_of(answer)) == "400 invalid_client"


@pytest.mark.baseline(18)
def test_old_assertion_is_refused(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """An assertion of 100 seconds ago is too old, though it has not expired; so it is by Keycloak's own default."""
    old = int(time.time()) - 100
    assert shown.here(answer_of(prod.machine_token(prod.assertion(iat=old)))) == "400 invalid_client"
    claims = {**prod.assertion_claims(SIGNER), "aud": defaults.endpoints.issuer, "iat": old}
    answer = defaults.machine_token(form(defaults.key.sign(claims)))
    assert shown.by_default(answer_of(answer)) == "400 invalid_client"
