"""What access tokens say, and what they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.integration.security.prod_realm import BATCH, NOTEBOOK, SCOPE
from tests.support.baseline.answers import answer_of
from tests.support.tokens.tokens import claims_of, header_of

if TYPE_CHECKING:
    import httpx

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


@pytest.fixture(scope="module")
def of_machine(prod: ProdRealm) -> httpx.Response:
    """A machine's token."""
    return prod.machine_token(prod.credentials(BATCH), SCOPE)


@pytest.fixture(scope="module")
def of_person(prod: ProdRealm) -> httpx.Response:
    """A person's token."""
    return prod.flow(NOTEBOOK).tokens(SCOPE)


@pytest.fixture(scope="module")
def default_machine(defaults: DefaultRealm) -> httpx.Response:
    """A machine's token of Keycloak's defaults."""
    return defaults.machine_token(defaults.credentials)


@pytest.fixture(scope="module")
def default_person(defaults: DefaultRealm) -> httpx.Response:
    """A person's token of Keycloak's defaults."""
    return defaults.flow().tokens()


@pytest.mark.baseline(19)
def test_audience_is_the_api_alone(
    prod: ProdRealm,
    of_machine: httpx.Response,
    of_person: httpx.Response,
    default_machine: httpx.Response,
    shown: ShownAnswers,
) -> None:
    """A token is for one API; by default every token is for Keycloak's own account console."""
    expected = prod.live.environment.sole_api.audience
    assert [expected, expected] == [claims_of(answer)["aud"] for answer in (of_machine, of_person)]
    shown.here(f"aud: {claims_of(of_machine)['aud']}")
    assert shown.by_default(f"aud: {claims_of(default_machine)['aud']}") == "aud: account"


@pytest.mark.baseline(20)
def test_type_says_access_token(
    of_machine: httpx.Response, of_person: httpx.Response, default_machine: httpx.Response, shown: ShownAnswers
) -> None:
    """Nobody can take another JWT of the realm for one."""
    for answer in (of_machine, of_person):
        assert shown.here(f"typ: {header_of(answer)['typ']}") == "typ: at+jwt"
    assert shown.by_default(f"typ: {header_of(default_machine)['typ']}") == "typ: JWT"


@pytest.mark.baseline(21)
def test_client_stands_in_the_token(
    of_machine: httpx.Response, of_person: httpx.Response, default_person: httpx.Response, shown: ShownAnswers
) -> None:
    """A machine's and a person's token name the client; by default a person's does not."""
    named = [claims_of(answer)["client_id"] for answer in (of_machine, of_person)]
    assert named == [BATCH, NOTEBOOK]
    shown.here(f"client_id: {named[1]}")
    assert "client_id" not in claims_of(default_person)
    shown.by_default("no client_id")


@pytest.mark.baseline(22)
def test_algorithm_is_asymmetric(
    prod: ProdRealm,
    of_machine: httpx.Response,
    of_person: httpx.Response,
    default_machine: httpx.Response,
    shown: ShownAnswers,
) -> None:
    """ES256 signs access and ID tokens, by a key that the realm publishes."""
    published = prod.http.get(prod.endpoints.jwks_uri).json()
    texts = [of_machine.json()["access_token"], of_person.json()["access_token"], of_person.json()["id_token"]]
    for text in texts:
        decoded = jwt.decode(text, KeySet.import_key_set(published), algorithms=["ES256"])
        (key,) = [key for key in published["keys"] if key["kid"] == decoded.header["kid"]]
        assert shown.here(f"alg: {key['alg']}") == "alg: ES256"
    assert shown.by_default(f"alg: {header_of(default_machine)['alg']}") == "alg: RS256"


@pytest.mark.baseline(39)
def test_resource_parameter_is_passed_over(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """The gap: whatever resource is asked for, the token has the one audience."""
    asked: dict[str, Any] = {"grant_type": "client_credentials", "resource": "https://other.example.com"}
    ours = prod.post("token", **asked, **prod.credentials(BATCH))
    assert shown.here(answer_of(ours)) == "200 token"
    assert claims_of(ours)["aud"] == prod.live.environment.sole_api.audience
    theirs = defaults.post("token", **asked, **defaults.credentials)
    assert shown.by_default(answer_of(theirs)) == "200 token"
    assert claims_of(theirs)["aud"] == "account"
