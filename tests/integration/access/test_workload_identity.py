"""Consumers with a token of their platform: `docs/how-to/workload-identity.md` with issuers over real HTTP."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.props import ConsumerProps, FederatedAuth
from tests.support.baseline.answers import answer_of
from tests.support.declarations.page_snippets import page_environment
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.servers.patience import PATIENCE_S
from tests.support.tokens.assertion_key import AssertionKey
from tests.support.tokens.wrong_jwts import confused_jwt, unsigned_jwt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

PAGE = page_environment("workload-identity")
LONG = {
    each: ConsumerProps(
        auth=FederatedAuth(method="federated", issuer="github", subject=f"spiffe://example.com/{'x' * 8978}{each[-1]}"),
        grants={"fraud-detector": ("predict",)},
    )
    for each in ("long-a", "long-b")
}
"""Subjects far longer than a column of Keycloak's, which differ in their last character."""
DECLARED = PAGE.model_copy(update={"consumers": {**PAGE.consumers, **LONG}})
PREDICT = "model.fraud-detector.predict"
ROLE = "fraud-detector:predict"
GITHUB = "nightly-evaluation"
MINUTE, HOUR = 60, 3600


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """The page's environment, with issuers of this run in the place of the platforms."""
    folder = tmp_path_factory.mktemp("workloads")
    live = LiveEnvironment.apply(DECLARED, realm="workloads", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


class Platform:
    """Issues tokens to one consumer's workload, as its platform does, with changes.

    Attributes:
        key: What its issuer signs with.
        claims: A token that is right.
    """

    def __init__(self, live: LiveEnvironment, consumer: str) -> None:
        auth = live.environment.consumers[consumer].auth
        assert isinstance(auth, FederatedAuth)
        now = int(time.time())
        self.live = live
        self.key = live.private.key(live.environment, auth.issuer)
        self.claims: dict[str, object] = {
            "iss": live.environment.workload_issuers[auth.issuer].issuer,
            "sub": auth.subject,
            "aud": live.endpoints.issuer,
            "jti": secrets.token_hex(16),
            "iat": now,
            "exp": now + MINUTE,
        }

    def signed(self, **changed: object) -> str:
        """Return a token, with changed claims; None leaves one out."""
        claims = {**self.claims, **changed}
        return self.key.sign({name: value for name, value in claims.items() if value is not None})

    def show(self, token: str, **form: str) -> httpx.Response:
        """Show a token at Keycloak's token endpoint."""
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        sent = {"grant_type": "client_credentials", "client_assertion_type": kind, "client_assertion": token}
        return httpx.post(
            self.live.endpoints.token_endpoint,
            data={**sent, "scope": PREDICT, **form},
            trust_env=False,
            timeout=PATIENCE_S,
        )


@pytest.mark.parametrize("consumer", DECLARED.consumers)
def test_platform_token_is_enough(live: LiveEnvironment, consumer: str) -> None:
    """Each workload of the page gets its role for a token of its platform, and there is no secret."""
    platform = Platform(live, consumer)
    token = live.tokens.token(platform.show(platform.signed()))
    assert (token.roles, token.claims["client_id"]) == ([ROLE], consumer)


def test_long_subject_is_compared_to_its_end(live: LiveEnvironment) -> None:
    """What is kept is the whole of it: the token is of the consumer that it names."""
    platform = Platform(live, "long-a")
    assert answer_of(platform.show(platform.signed(), client_id="long-b")) == "400 invalid_client"
    assert answer_of(platform.show(platform.signed(sub=f"{platform.claims['sub']}x"))) == "401 invalid_client"


def test_plan_is_empty(live: LiveEnvironment) -> None:
    """What was applied plans nothing."""
    assert live.plan() == []


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"sub": "repo:example/evaluation:ref:refs/heads/other"}, "401 invalid_client"),
        ({"sub": "repo:example/evaluation:pull_request"}, "401 invalid_client"),
        ({"sub": None}, "401 invalid_client"),
        ({"iss": "https://token.other.example.com"}, "401 invalid_client"),
        ({"iss": None}, "401 invalid_client"),
        ({"aud": "https://sso.example.com/realms/other"}, "400 invalid_client"),
        ({"aud": None}, "400 invalid_client"),
        ({"exp": int(time.time()) - MINUTE}, "400 invalid_client"),
        ({"exp": None}, "400 invalid_client"),
        ({"nbf": int(time.time()) + HOUR}, "400 invalid_client"),
        ({"jti": None}, "400 invalid_client"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_token_for_somebody_else_is_refused(live: LiveEnvironment, changed: dict[str, object], answer: str) -> None:
    """Another subject, issuer or audience, and a token that is not valid now, get nothing."""
    platform = Platform(live, GITHUB)
    assert answer_of(platform.show(platform.signed(**changed))) == answer


def test_forged_token_is_refused(live: LiveEnvironment) -> None:
    """Neither unsigned, nor by the public key as a secret, nor by another key, nor by another platform's."""
    platform = Platform(live, GITHUB)
    other = Platform(live, "release-check")
    forged = {
        "unsigned": unsigned_jwt(platform.claims),
        "by the public key": confused_jwt(platform.claims, platform.key),
        "by another key": AssertionKey.generate(platform.key.kid).sign(platform.claims),
        "by another platform": other.key.sign(platform.claims),
    }
    answers = {how: answer_of(platform.show(token)).partition(" ")[2] for how, token in forged.items()}
    assert answers == dict.fromkeys(forged, "invalid_client")


def test_token_of_one_consumer_is_not_another(live: LiveEnvironment) -> None:
    """A workload that names another consumer as itself gets nothing."""
    platform = Platform(live, GITHUB)
    assert answer_of(platform.show(platform.signed(), client_id="release-check")) == "400 invalid_client"


@pytest.mark.parametrize(
    ("consumer", "second"),
    [("fraud-service", "200 token"), (GITHUB, "400 invalid_client"), ("release-check", "200 token")],
)
def test_token_is_shown_twice(live: LiveEnvironment, consumer: str, second: str) -> None:
    """A token counts once, unless its issuer is declared to give a workload one token alone, or is a cluster."""
    platform = Platform(live, consumer)
    token = platform.signed()
    assert [answer_of(platform.show(token)) for _ in range(2)] == ["200 token", second]


@pytest.mark.parametrize(
    ("consumer", "age_s", "answer"),
    [
        (GITHUB, 4 * MINUTE, "200 token"),
        (GITHUB, 6 * MINUTE, "400 invalid_client"),
        ("release-check", 50 * MINUTE, "200 token"),
        ("release-check", 61 * MINUTE, "400 invalid_client"),
        ("fraud-service", 50 * MINUTE, "200 token"),
        ("fraud-service", 61 * MINUTE, "400 invalid_client"),
    ],
)
def test_old_token_is_refused(live: LiveEnvironment, consumer: str, age_s: int, answer: str) -> None:
    """A token that was issued longer ago than is declared, by default 5 minutes, is refused before it expires."""
    platform = Platform(live, consumer)
    issued = int(time.time()) - age_s
    assert answer_of(platform.show(platform.signed(iat=issued, exp=issued + 2 * HOUR))) == answer
