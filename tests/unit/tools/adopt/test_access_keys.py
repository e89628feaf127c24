"""Those who call models are declared as they are; who cannot be is left alone, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.tools.adopt.snapshots import client, person, realm_of
from tools.adopt.access_keys import AccessKeys
from tools.adopt.draft import Draft, LeftAlone

if TYPE_CHECKING:
    from tools.audit.live.snapshot import Snapshot


pytestmark = pytest.mark.unit

_API = client("model-api", bearerOnly=True)
_MODELS = {"fraud": {"actions": ["predict", "explain"]}}
_ROLES = {"model-api": ["fraud:predict", "fraud:explain", "model-api-access", "legacy"]}


def _drafted(snapshot: Snapshot) -> Draft:
    draft = Draft({"api": {"client_id": "model-api"}, "models": _MODELS, "realm": {"name": "main"}})
    AccessKeys(snapshot, draft).add()
    return draft


def _of_clients(**settings: Any) -> Draft:  # noqa: ANN401 - settings of Keycloak's
    held = {"model-api/fraud:predict": ["service-account-batch"]}
    return _drafted(realm_of(_API, client(settings.pop("name", "batch"), **settings), roles=_ROLES, held=held))


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"name": "Batch"}, "its name is none that a file can have here"),
        ({"protocol": "saml"}, "it speaks saml"),
        ({"bearerOnly": True}, "it is another API"),
        ({"enabled": False}, "it is disabled"),
        ({}, "it neither logs people in by a browser nor has a service account"),
        ({"serviceAccountsEnabled": True, "publicClient": True}, "it is public and has a service account"),
        ({"serviceAccountsEnabled": True, "clientAuthenticatorType": "client-secret-jwt"}, "how it authenticates"),
        ({"serviceAccountsEnabled": True, "clientAuthenticatorType": "client-jwt"}, "how it authenticates"),
        ({"standardFlowEnabled": True, "redirectUris": ["/*"]}, "its redirect URIs are none"),
    ],
)
def test_clients_left_alone(settings: dict[str, Any], why: str) -> None:
    """A client that no key expresses is left alone, and nothing else of it is said."""
    draft = _of_clients(**settings)
    (left,) = draft.left
    assert left.what == f"client {settings.get('name', 'batch')}"
    assert why in left.why
    assert set(draft.document) & {"consumers", "applications"} == set()
    assert draft.document["kept"]["secrets"] == ["model-api"]


def test_consumer() -> None:
    """A client whose service account holds roles of the API is a consumer with these grants, and keeps its secret."""
    draft = _of_clients(serviceAccountsEnabled=True, description="Scores", standardFlowEnabled=True)
    assert draft.document["consumers"] == {"batch": {"grants": {"fraud": ["predict"]}, "description": "Scores"}}
    assert draft.document["kept"] == {"secrets": ["model-api", "batch"]}


def test_application() -> None:
    """A client with redirect URIs is an application."""
    draft = _of_clients(
        standardFlowEnabled=True,
        publicClient=True,
        redirectUris=["https://b.example.com/*", "https://a.example.com/cb"],
        webOrigins=["+"],
        attributes={"post.logout.redirect.uris": "https://a.example.com/##https://b.example.com/"},
    )
    assert draft.document["applications"] == {
        "batch": {
            "type": "public",
            "redirect_uris": ["https://a.example.com/cb", "https://b.example.com/*"],
            "post_logout_redirect_uris": ["https://a.example.com/", "https://b.example.com/"],
        }
    }
    assert draft.document["kept"]["secrets"] == ["model-api"]


def test_people_and_groups() -> None:
    """People and groups that hold roles of the API are declared; all others are named, each with the reason."""
    groups = (
        {"id": "/risk", "name": "risk", "path": "/risk", "clientRoles": {"model-api": ["fraud:explain"]}},
        {"id": "/all", "name": "all", "path": "/all", "clientRoles": {"model-api": ["model-api-access"]}},
        {"id": "/Ops", "name": "Ops", "path": "/Ops", "clientRoles": {"model-api": ["fraud:predict"]}},
        {"id": "/risk/eu", "name": "eu", "path": "/risk/eu", "clientRoles": {"model-api": ["fraud:predict"]}},
        {"id": "/other", "name": "other", "path": "/other"},
    )
    people = (
        person("ada", emailVerified=True),
        person("bob"),
        person("carl", email="Carl@Example.com"),
        person("dora", federationLink="ldap"),
        person("erin"),
    )
    held = {
        "model-api/model-api-access": ["ada"],
        "model-api/fraud:predict": ["carl", "dora"],
        "model-api/legacy": ["erin"],
    }
    draft = _drafted(
        realm_of(
            _API, roles=_ROLES, held=held, people=people, groups=groups, members={"/risk": ["bob"], "/other": ["erin"]}
        )
    )
    names = {"first_name": "Ada", "last_name": "L"}
    assert draft.document["groups"] == {"risk": {"fraud": ["explain"]}}
    assert draft.document["people"] == {
        "ada": {"email": "ada@example.com", **names, "every_model": True, "email_verified": True},
        "bob": {"email": "bob@example.com", "first_name": "Bob", "last_name": "L", "groups": ["risk"]},
    }
    assert draft.document["external_people"] is True
    assert draft.document["kept"] == {"secrets": ["model-api"], "passwords": ["ada", "bob"]}
    assert draft.left == [
        LeftAlone("group /all", "it holds the role for every model, which a file grants to no group"),
        LeftAlone(
            "group /Ops", "its name is none that a file can have here: 2 to 64 lower-case letters, digits, '-' or '_'"
        ),
        LeftAlone("group /risk/eu", "it is a subgroup, and files declare groups at the top alone"),
        LeftAlone("group /other", "it holds no role of the API"),
        LeftAlone("person carl", "a file needs an e-mail address and both names of a person"),
        LeftAlone("person dora", "the account is a directory's copy"),
        LeftAlone("person erin", "they hold roles of the API by what no key covers: legacy"),
    ]
