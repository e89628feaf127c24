"""The token endpoint: which grants there are, and what a machine gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.security.prod_realm import BATCH, BUILT_IN, EVERY_CLIENT, NOTEBOOK, PORTAL, SCOPE, TRAINER
from tests.support.baseline.answers import answer_of

if TYPE_CHECKING:
    import httpx

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm

pytestmark = [pytest.mark.integration, pytest.mark.security]

# The realm's flow answers with a page; Keycloak's own check of the client, and of its scopes, before it.
PASSWORD_REFUSALS = {"400 unauthorized_client", "400 invalid_scope", "401 unauthorized_client", "401 error page"}


def token_of(answer: httpx.Response) -> bool:
    """Whether there is any token in it."""
    return answer.is_success or "token" in answer.text.partition("error")[0]


@pytest.mark.baseline(5)
@pytest.mark.parametrize("scope", ["openid", "openid offline_access"])
@pytest.mark.parametrize("client", EVERY_CLIENT)
def test_no_password_grant(prod: ProdRealm, shown: ShownAnswers, client: str, scope: str) -> None:
    """No client may take a person's password, be it the right one: neither ours nor those that Keycloak brings."""
    answer = prod.ask(client, grant_type="password", username="ada", password=prod.password, scope=scope)
    assert shown.here(answer_of(answer)) in PASSWORD_REFUSALS
    assert not token_of(answer)


@pytest.mark.baseline(5)
def test_password_grant_would_be_seen(defaults: DefaultRealm, shown: ShownAnswers) -> None:
    """By default Keycloak's own `admin-cli` takes a password, and gives a token for everything that is the person's."""
    login = {"grant_type": "password", "client_id": "admin-cli", "username": defaults.person("ada")}
    answer = defaults.post("token", **login, password=defaults.password, scope="openid offline_access")
    assert shown.by_default(f"admin-cli: {answer_of(answer)}") == "admin-cli: 200 token"


@pytest.mark.baseline(6)
@pytest.mark.parametrize("client", EVERY_CLIENT)
def test_no_device_flow(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """No client may ask a person to type a code elsewhere."""
    answer = prod.ask(client, "auth/device")
    assert shown.here(answer_of(answer)) in {"400 unauthorized_client", "401 unauthorized_client"}


@pytest.mark.baseline(5)
@pytest.mark.parametrize("client", EVERY_CLIENT)
@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "urn:openid:params:grant-type:ciba", "auth_req_id": "x"},
        {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "x"},
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token": "x",
            "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
        },
        {"grant_type": "urn:ietf:params:oauth:grant-type:uma-ticket", "audience": "realm-management"},
    ],
    ids=["ciba", "jwt", "exchange", "uma"],
)
def test_no_other_way_to_a_persons_token(prod: ProdRealm, client: str, form: dict[str, str]) -> None:
    """None that Keycloak knows of beside codes and refresh tokens is open to any client here."""
    answer = prod.ask(client, **form)
    assert answer.status_code in {400, 401}
    assert not token_of(answer)


@pytest.mark.baseline(37)
@pytest.mark.parametrize("client", [NOTEBOOK, PORTAL, *BUILT_IN])
def test_what_is_no_machine_gets_no_token_of_its_own(prod: ProdRealm, shown: ShownAnswers, client: str) -> None:
    """Applications and Keycloak's own clients have no service account."""
    answer = prod.ask(client, grant_type="client_credentials")
    assert shown.here(f"no machine: {answer_of(answer)}") == "no machine: 401 unauthorized_client"


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
    for client in (TRAINER, PORTAL, prod.api, "broker", "realm-management"):
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
