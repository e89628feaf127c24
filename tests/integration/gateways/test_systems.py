"""What systems that log people in read from their tokens, by the page that tells how to declare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from joserfc import jwt

from tests.support.declarations.page_snippets import page_environment
from tests.support.realms.live_environment import LiveEnvironment

if TYPE_CHECKING:
    from pathlib import Path

    from stacks.yaml_document import Value
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

ADA: Value = {
    "email": "ada@example.com",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "email_verified": True,
    "temporary_password": False,
    "groups": ["mlflow"],
}


def test_tokens_for_mlflow_hold_groups(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path) -> None:
    """MLflow finds group, name and address in the ID token, and the group in the access token; and it settles."""
    environment = page_environment("gateways-for-systems", changes={"people": {"ada": ADA}})
    live = LiveEnvironment.apply(environment, realm="tracked", folder=tmp_path, keycloak=keycloak, private=private)
    try:
        answer = live.person("ada", "mlflow").ask("openid", "profile", "email", "model.fraud-detector.predict")
        access = live.tokens.token(answer).claims
        identity = jwt.decode(answer.json()["id_token"], live.tokens.keys, algorithms=["ES256"]).claims
        assert (access["groups"], access["roles"], access["aud"]) == (
            ["mlflow"],
            ["fraud-detector:predict"],
            "model-api",
        )
        assert [identity[claim] for claim in ("groups", "preferred_username", "email", "aud")] == [
            ["mlflow"],
            "ada",
            "ada@example.com",
            "mlflow",
        ]
        assert live.plan() == []
    finally:
        keycloak.admin.delete_realm(live.realm)
