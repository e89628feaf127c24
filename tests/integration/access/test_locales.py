"""`realm.login.locales`: the login page speaks the languages that are declared, until they are taken out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import ApiProps, ApplicationProps, LoginProps, PersonProps, RealmProps
from stacks.environment import Environment, KeycloakProps
from tests.support.people.visitor import Visitor
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.terraform_run import PlannedChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: the tests are told in this order.
pytestmark = pytest.mark.integration

ADA = PersonProps(email="ada@example.com", first_name="Ada", last_name="Lovelace")
CHANGED = [PlannedChange("keycloak_realm", ("update",), ("internationalization",))]


def declared(*locales: str) -> Environment:
    """Return a small environment with one person and a login page."""
    return Environment(
        keycloak=KeycloakProps(url="http://127.0.0.1:8080"),
        realm=RealmProps(
            name="locales", ssl_required="external", login=LoginProps(verify_email=False, locales=locales)
        ),
        api=ApiProps(client_id="scorer"),
        people={"ada": ADA},
        applications={"notebook": ApplicationProps(redirect_uris=("https://notebook.example.com/cb",))},
    )


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """A realm whose login page speaks German, English, and Brazilian Portuguese."""
    live = LiveEnvironment.apply(
        declared("de", "en", "pt-BR"),
        realm="locales",
        folder=tmp_path_factory.mktemp("locales"),
        keycloak=keycloak,
        private=private,
    )
    yield live
    keycloak.admin.delete_realm(live.realm)


def language(live: LiveEnvironment, **asked: str) -> tuple[str, str]:
    """Return the language of the login page, and its heading, for a new browser."""
    text = Visitor(live.person("ada")).start(**asked).text
    lang = re.search(r'<html[^>]*\blang="([\w-]+)"', text)
    heading = re.search(r'id="kc-page-title">(?:<!--.*?-->)?\s*([^<]+?)\s*<', text)
    assert lang, text
    assert heading, text
    return lang[1], heading[1]


def renamed(live: LiveEnvironment, environment: Environment) -> Environment:
    """Return an environment with the realm's name of this run."""
    return environment.model_copy(update={"realm": environment.realm.model_copy(update={"name": live.realm})})


def test_apply_is_settled(live: LiveEnvironment) -> None:
    """After the apply the plan is empty, once and again."""
    assert live.plan() == []
    assert live.plan() == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ("de", "Bei Ihrem Konto anmelden")),
        ({"ui_locales": "fr"}, ("de", "Bei Ihrem Konto anmelden")),
        ({"ui_locales": "en"}, ("en", "Sign in to your account")),
        ({"ui_locales": "fr pt-BR en"}, ("pt-BR", "Entrar na sua conta")),
    ],
)
def test_page_speaks_what_is_asked_for(live: LiveEnvironment, asked: dict[str, str], expected: tuple[str, str]) -> None:
    """`ui_locales` (OpenID Connect Core 1.0 section 3.1.2.1) chooses among the declared; the first is the default."""
    assert language(live, **asked) == expected


def test_change_by_hand_is_drift(live: LiveEnvironment) -> None:
    """Who turns the languages off in the Admin Console is found by the next plan, which turns them on again."""
    path = f"realms/{live.realm}"
    live.admin.request("PUT", path, json={**live.admin.get(path).json(), "internationalizationEnabled": False})
    assert live.change(live.environment) == {"test": CHANGED}
    assert language(live) == ("de", "Bei Ihrem Konto anmelden")


def test_other_languages_replace_them(live: LiveEnvironment) -> None:
    """A changed list is an update in place."""
    assert live.change(renamed(live, declared("en", "de"))) == {"test": CHANGED}
    assert language(live) == ("en", "Sign in to your account")
    assert language(live, ui_locales="pt-BR") == ("en", "Sign in to your account")
    assert live.plan() == []


def test_key_that_is_taken_out_is_taken_back(live: LiveEnvironment) -> None:
    """Without the key the page is in English alone, and Keycloak keeps nothing of it."""
    assert live.change(renamed(live, declared())) == {"test": CHANGED}
    assert live.admin.get(f"realms/{live.realm}").json()["internationalizationEnabled"] is False
    assert language(live, ui_locales="de") == ("en", "Sign in to your account")
    assert live.plan() == []
