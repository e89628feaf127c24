"""The environment of docs/how-to/lifespans-and-sessions.md: real tokens live as long as was declared."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import httpx
import pytest

from constructs_lib.declaration.props import ApplicationLifespanProps, ExchangeProps
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.terraform_run import PlannedChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

MINUTE, HOUR, DAY = 60, 3600, 86400
ROUNDED = (0, 1)
"""Seconds that an answer may lack: Keycloak says how long a token lives still, in whole seconds."""
PREDICT = "model.fraud-detector.predict"


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """What the page declares, with a person, and an agent that trades tokens of an application with very short ones."""
    page = page_environment("lifespans-and-sessions")
    brief = page.applications["notebook"].model_copy(
        update={"lifespans": ApplicationLifespanProps(access_token="2s", session_idle="1m", session_max="2m")}
    )
    agent = page.consumers["nightly-batch"].model_copy(
        update={"exchange": ExchangeProps(from_=("brief",), models={"fraud-detector": ("predict",)})}
    )
    environment = page.model_copy(
        update={
            "people": {"ada": ready_person("ada", "analysts")},
            "applications": {**page.applications, "brief": brief},
            "consumers": {**page.consumers, "agent": agent},
        }
    )
    folder = tmp_path_factory.mktemp("lifespans")
    live = LiveEnvironment.apply(environment, realm="lifespans", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


def test_plan_is_empty(live: LiveEnvironment) -> None:
    """What was applied is settled."""
    assert live.plan() == []


@pytest.mark.parametrize(
    ("application", "access", "refresh"),
    [("notebook", 5 * MINUTE, 30 * MINUTE), ("dashboard", MINUTE, 5 * MINUTE), ("scheduler", 5 * MINUTE, 30 * MINUTE)],
)
def test_tokens_of_people(live: LiveEnvironment, application: str, access: int, refresh: int) -> None:
    """Access and refresh tokens say what was declared: of the application, or else of the realm."""
    answer = live.person("ada", application).ask(PREDICT).json()
    assert access - answer["expires_in"] in ROUNDED
    assert refresh - answer["refresh_expires_in"] in ROUNDED


def test_tokens_of_machines(live: LiveEnvironment) -> None:
    """A consumer's access token lives as long as declared, and no refresh token comes with it."""
    answer = live.machine("nightly-batch").ask(PREDICT).json()
    assert 2 * MINUTE - answer["expires_in"] in ROUNDED
    assert "refresh_token" not in answer


def test_offline_token(live: LiveEnvironment) -> None:
    """An offline token lives its idle time at first; an application without the permission is refused."""
    answer = live.person("ada", "scheduler").ask("offline_access", PREDICT)
    assert 2 * DAY - answer.json()["refresh_expires_in"] in ROUNDED
    assert live.tokens.token(answer).roles == ["fraud-detector:predict"]
    assert live.person("ada", "notebook").ask("offline_access").json()["error"] == "invalid_scope"


def test_session_has_an_end(live: LiveEnvironment) -> None:
    """The realm holds the sessions' absolute ends, its own and the offline one's."""
    realm = live.admin.get(f"realms/{live.realm}").json()
    ends = {key: realm[key] for key in ("accessCodeLifespan", "ssoSessionMaxLifespan", "offlineSessionMaxLifespan")}
    assert ends == {
        "accessCodeLifespan": 30,
        "ssoSessionMaxLifespan": 8 * HOUR,
        "offlineSessionMaxLifespan": 30 * DAY,
    }
    assert realm["offlineSessionMaxLifespanEnabled"] is True


def test_expired_token_is_not_traded(live: LiveEnvironment) -> None:
    """Within its two seconds a token can be traded, and after them it is refused."""
    agent, ada = live.machine("agent"), live.person("ada", "brief")
    subject = live.tokens.token(ada.ask("exchange.agent"))
    time.sleep(max(0, subject.claims["exp"] - time.time()) + 1)
    answer = agent.trade(subject.text, PREDICT)
    assert (answer.status_code, answer.json()["error"]) == (httpx.codes.BAD_REQUEST, "invalid_request")
    fresh = live.tokens.token(ada.ask("exchange.agent"))
    assert agent.trade(fresh.text, PREDICT).status_code == httpx.codes.OK


def test_lifespan_that_is_taken_out_returns_to_the_realms(live: LiveEnvironment) -> None:
    """The plan shows it, and the next token lives as long as the realm says."""
    consumers = dict(live.environment.consumers)
    consumers["nightly-batch"] = consumers["nightly-batch"].model_copy(update={"access_token_lifespan": None})
    changed = live.change(live.environment.model_copy(update={"consumers": consumers}))
    arguments = ("access_token_lifespan",)
    assert changed == {"test": [PlannedChange("keycloak_openid_client", ("update",), arguments, "nightly-batch")]}
    assert live.machine("nightly-batch").ask(PREDICT).json()["expires_in"] == 5 * MINUTE
