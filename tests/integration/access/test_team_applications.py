"""What a team's application gets from people of another team, who may log in to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import AccessProps, ApplicationProps, ModelProps
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.people import ready_person
from tests.support.realms.live_environment import LiveEnvironment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

DASHBOARD = "dashboard"
OWN, OPENED = "model.fraud.predict", "model.churn.predict"


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """Grace of team `risk`, who may call a model of each team; and an application of team `growth`."""
    grace = ready_person("grace").model_copy(update={"grants": {"fraud": ("predict",), "churn": ("predict",)}})
    application = ApplicationProps(redirect_uris=("https://dashboard.example.com/callback",))
    environment = (
        EnvironmentFiles()
        .load("dev")
        .model_copy(
            update={
                "models": {"fraud": ModelProps(owner="risk"), "churn": ModelProps(owner="growth", open_to=("risk",))},
                "people": {},
                "teams": {
                    "risk": AccessProps(people={"grace": grace}),
                    "growth": AccessProps(applications={DASHBOARD: application}),
                },
            }
        )
    )
    folder = tmp_path_factory.mktemp("teams")
    live = LiveEnvironment.apply(environment, realm="teamapps", folder=folder, keycloak=keycloak, private=private)
    yield live
    keycloak.admin.delete_realm(live.realm)


@pytest.mark.parametrize("scope", [OWN, "model-api-access"])
def test_model_that_is_not_open_to_the_team_is_refused(live: LiveEnvironment, scope: str) -> None:
    """The application cannot obtain what somebody may do with a model of their own team, nor every model."""
    answer = live.person("grace", DASHBOARD).ask("openid", scope)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_model_that_is_open_to_the_team_is_all_it_gets(live: LiveEnvironment) -> None:
    """Beside it the token holds no role of hers; and without asking for it, none at all."""
    grace = live.person("grace", DASHBOARD)
    assert live.tokens.roles(grace.ask("openid", OPENED)) == ["churn:predict"]
    assert live.tokens.roles(grace.ask("openid")) == []


def test_refused_scope_spoils_the_whole_request(live: LiveEnvironment) -> None:
    """An open model beside a closed one makes no request for both."""
    answer = live.person("grace", DASHBOARD).ask("openid", OPENED, OWN)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
