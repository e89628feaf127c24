"""What is said of a token, beside the token."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import httpx
import pytest

from stacks.environment_files import EnvironmentFiles
from tools.target import Target
from tools.tokens.realm import Realm

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("claims", "lacks", "said"),
    [
        ({"roles": ["fraud:predict", "spam:predict"]}, "", "roles: fraud:predict, spam:predict; expires in 300 s\n"),
        (
            {},
            "",
            "no roles, so that it opens no model: name one by SCOPE=model.<model>.<action>; expires in 300 s\n",
        ),
        (
            {"roles": ["spam:predict"]},
            "ada was not granted fraud:predict",
            "roles: spam:predict; ada was not granted fraud:predict; expires in 300 s\n",
        ),
        (
            {},
            "ada was not granted fraud:predict",
            "no roles, so that it opens no model: ada was not granted fraud:predict; expires in 300 s\n",
        ),
    ],
)
def test_roles_are_said_and_not_the_token(
    claims: dict[str, object], lacks: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The roles decide what a token opens, whichever scopes Keycloak names; a token without any opens nothing."""
    payload = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    answer = {"access_token": f"e30.{payload}.c2ln", "expires_in": 300}
    realm = Realm(Target("dev", EnvironmentFiles().load("dev")), "http://127.0.0.1:8080", {})
    http = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answer)))

    assert realm.token({}, "batch", "", http, lacks=lacks) == answer["access_token"]
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("username", "scope", "said"),
    [
        ("ada", "model.fraud-detector.explain", ""),
        (
            "alan",
            "openid model.credit-scorer.manage model.churn-model.predict model-api-access",
            "alan was not granted churn-model:predict, model-api-access",
        ),
    ],
)
def test_scopes_that_were_not_granted_are_named(username: str, scope: str, said: str) -> None:
    """Keycloak leaves them out without a word; grants of one's own, of groups and of every model count."""
    realm = Realm(Target("demo", EnvironmentFiles().load("demo")), "http://127.0.0.1:8080", {})
    assert realm.not_granted(username, scope) == said
