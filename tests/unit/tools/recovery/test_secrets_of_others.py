"""Which secrets are made anew; that Keycloak then refuses the old ones is shown by the integration tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tools.keycloak.admin import KeycloakAdmin
from tools.recovery.adoption import Import
from tools.recovery.agreement import NOTHING_AGREED
from tools.recovery.natural_keys import Planned
from tools.recovery.realm_objects import Realms
from tools.recovery.secrets_of_others import revoke_secrets
from tools.runner.plan import Hidden

if TYPE_CHECKING:
    from tools.recovery.agreement import Agreement
    from tools.recovery.realm_objects import RealmObjects

pytestmark = pytest.mark.unit

TOKEN, SECRET = "registration-access-token", "client-secret"


class _Everything:
    def has(self, type_: str, id_: str, realm: RealmObjects) -> bool:  # noqa: ARG002 - whatever it is
        return True


@pytest.mark.parametrize(
    ("kind", "arguments", "agreed", "expected"),
    [
        ("keycloak_openid_client", {"client_secret": Hidden.UNKNOWN}, NOTHING_AGREED, [TOKEN, SECRET]),
        ("keycloak_openid_client", {}, NOTHING_AGREED, [TOKEN, SECRET]),
        ("keycloak_openid_client", {"client_secret": Hidden.SECRET}, NOTHING_AGREED, [TOKEN]),
        ("keycloak_openid_client", {"client_secret_wo_version": "1"}, NOTHING_AGREED, [TOKEN]),
        ("keycloak_openid_client", {}, _Everything(), []),
        ("keycloak_role", {}, NOTHING_AGREED, []),
    ],
)
def test_made_anew(
    kind: str, arguments: dict[str, Any], agreed: Agreement, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret of a client goes where none is declared, its registration token always, and neither where agreed."""
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(KeycloakAdmin, "request", lambda _, method, path, **__: asked.append((method, path)))
    found = Import("a", "r/7", "client 'c'", kind, "7", Planned({"realm_id": "r", **arguments}))
    revoke_secrets([found], Realms(KeycloakAdmin("http://127.0.0.1:9", user="admin", password="admin")), agreed)
    assert asked == [("POST", f"realms/r/clients/7/{part}") for part in expected]
