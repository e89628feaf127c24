"""The token endpoint: which grants there are, and what a machine gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.security.prod_realm import BATCH, NOTEBOOK, PORTAL, SCOPE, TRAINER
from tests.support.baseline.answers import answer_of

if TYPE_CHECKING:
    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]


@pytest.mark.baseline(5)
@pytest.mark.parametrize("client", [BATCH, TRAINER, NOTEBOOK, PORTAL, "api"])
def test_no_password_grant(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """No client may take a person's password, be it the right one."""
    login = {"grant_type": "password", "username": "ada", "password": prod.password}
    answer = prod.post("token", **login, **prod.credentials(prod.api if client == "api" else client))
    assert shown.here(answer_of(answer)) == "400 unauthorized_client"


@pytest.mark.baseline(6)
@pytest.mark.parametrize("client", [BATCH, TRAINER, NOTEBOOK, PORTAL, "api"])
def test_no_device_flow(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """No client may ask a person to type a code elsewhere."""
    answer = prod.post("auth/device", **prod.credentials(prod.api if client == "api" else client))
    assert shown.here(answer_of(answer)) == "400 unauthorized_client"


@pytest.mark.baseline(12)
@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("token", "401 unauthorized_client"),
        ("token/introspect", "401 invalid_client"),
        ("ext/par/request", "401 invalid_request"),
        ("revoke", "401 unauthorized_client"),
    ],
)
def test_confidential_client_must_say_who_it_is(prod: ProdRealm, shown: ShownAnswers, path: str, refusal: str) -> None:
    """Its name alone opens no back-channel endpoint."""
    for client in (TRAINER, PORTAL, prod.api):
        answer = prod.post(path, client_id=client, grant_type="client_credentials", token="x", response_type="code")
        assert shown.here(answer_of(answer)) == refusal


@pytest.mark.baseline(13)
def test_unassigned_scope_is_refused(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """A machine that asks for more than it was given gets nothing; by default it would get an e-mail claim."""
    assert answer_of(prod.machine_token(prod.credentials(TRAINER), SCOPE)) == "200 token"
    for scope in ("email", "roles", "model.fraud-detector.explain"):
        assert shown.here(answer_of(prod.machine_token(prod.credentials(TRAINER), scope))) == "400 invalid_scope"
    assert shown.by_default(answer_of(defaults.machine_token(defaults.credentials, "email"))) == "200 token"


@pytest.mark.baseline(37)
def test_machine_gets_no_refresh_token(prod: ProdRealm, shown: ShownAnswers) -> None:
    """It has a credential: it asks again."""
    for client in (BATCH, TRAINER, prod.api):
        answer = prod.machine_token(prod.credentials(client)).json()
        assert ("access_token" in answer, "refresh_token" in answer) == (True, False)
    shown.here("200 without refresh_token")


@pytest.mark.baseline(38)
def test_machine_gets_no_offline_access(prod: ProdRealm, defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """Nothing that outlives a session; by default it may have it."""
    for client in (BATCH, TRAINER, prod.api):
        answer = prod.machine_token(prod.credentials(client), "offline_access")
        assert shown.here(answer_of(answer)) == "400 invalid_scope"
    offered = defaults.machine_token(defaults.credentials, "offline_access")
    assert shown.by_default(answer_of(offered)) == "200 token"
