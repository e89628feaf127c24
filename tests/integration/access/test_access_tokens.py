"""RFC 9068 on real tokens of every kind of principal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.tokens.access_tokens import ACCESS_TOKEN_CLAIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.declaration.access_policy import ModelAction
    from tests.support.realms.live_environment import LiveEnvironment
    from tests.support.realms.principals import Principal
    from tests.support.tokens.access_tokens import AccessToken

pytestmark = pytest.mark.integration

DECLARED = EnvironmentFiles().load("demo")
CONSUMERS = [name for access in DECLARED.accesses().values() for name in access.consumers]
PEOPLE = [name for access in DECLARED.accesses().values() for name in access.people]
BOUND_TO_CERTIFICATE = "edge-forecaster"

LARGEST = 700
# RFC 8705 section 3.1: the thumbprint of the certificate costs 66 characters of JSON, 88 bytes of token.
LARGEST_BOUND = LARGEST + 88


def granted(demo: LiveEnvironment, name: str) -> ModelAction:
    """Return what a principal may do, the one with the longest name."""
    allowed = demo.policy.allowed_to_person(name) if name in PEOPLE else demo.policy.allowed_to_consumer(name)
    return max(allowed, key=lambda pair: (len(pair.role), pair))


def account_of(demo: LiveEnvironment, name: str) -> str:
    """Return Keycloak's id of the person, or of the consumer's service account."""
    username = name if name in PEOPLE else f"service-account-{name}"
    (user,) = demo.admin.get(f"realms/{demo.realm}/users", username=username, exact="true").json()
    return str(user["id"])


@pytest.fixture(params=[*CONSUMERS, *PEOPLE])
def name(request: pytest.FixtureRequest) -> str:
    """A principal: consumers by each way to authenticate, and people by code with PKCE."""
    return str(request.param)


@pytest.fixture
def pair(demo: LiveEnvironment, name: str) -> ModelAction:
    """What it asks for."""
    return granted(demo, name)


@pytest.fixture
def token(demo: LiveEnvironment, principals: dict[str, Principal], name: str, pair: ModelAction) -> AccessToken:
    """Its token for one model."""
    return demo.tokens.token(principals[name].ask(pair.scope))


def test_header(token: AccessToken) -> None:
    """RFC 9068 section 2.1: the type says that it is an access token, and the algorithm is asymmetric."""
    assert (token.header["typ"], token.header["alg"]) == ("at+jwt", "ES256")


def test_claims(
    demo: LiveEnvironment, principals: dict[str, Principal], name: str, pair: ModelAction, token: AccessToken
) -> None:
    """RFC 9068 section 2.2: issuer, the API's audience alone, subject, client and times are right."""
    claims = token.claims
    facts = {key: claims[key] for key in ("iss", "aud", "sub", "client_id", "roles", "scope")}
    assert facts == {
        "iss": demo.endpoints.issuer,
        "aud": DECLARED.sole_api.audience,
        "sub": account_of(demo, name),
        "client_id": principals[name].client_id,
        "roles": [pair.role],
        "scope": pair.scope,
    }
    assert claims["jti"]
    assert claims["exp"] - claims["iat"] == (120 if name == "loan-batch" else 300)


def test_nothing_else_is_told(name: str, token: AccessToken) -> None:
    """No e-mail, name, realm role or other claim that the API does not need."""
    session = {"sid"} if name in PEOPLE else set()
    binding = {"cnf"} if name == BOUND_TO_CERTIFICATE else set()
    assert set(token.claims) == ACCESS_TOKEN_CLAIMS | session | binding


def test_size(name: str, token: AccessToken, record_property: Callable[[str, object], None]) -> None:
    """A token for one model has at most 700 bytes; a certificate's thumbprint comes on top."""
    record_property("bytes", token.size)
    assert token.size <= (LARGEST_BOUND if name == BOUND_TO_CERTIFICATE else LARGEST)


@pytest.mark.parametrize("name", PEOPLE)
def test_profile_stays_out_of_the_access_token(
    demo: LiveEnvironment, principals: dict[str, Principal], name: str
) -> None:
    """An application that asks who the person is learns it from the ID token; the access token does not say it."""
    answer = principals[name].ask("openid", "profile", "email", granted(demo, name).scope)
    assert set(demo.tokens.token(answer).claims) == ACCESS_TOKEN_CLAIMS | {"sid"}
    assert "id_token" in answer.json()


@pytest.mark.parametrize("name", PEOPLE)
def test_one_login_serves_further_tokens(demo: LiveEnvironment, name: str) -> None:
    """A person logs in once; a second token, for another model, needs no password."""
    person = demo.person(name)
    scopes = sorted(pair.scope for pair in demo.policy.allowed_to_person(name))
    answers = [person.ask(scope) for scope in scopes]
    assert [demo.tokens.token(answer).claims["scope"] for answer in answers] == scopes
    assert person.logins == 1
