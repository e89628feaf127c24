"""One deployment is enough when things go, and others take their names: part by part, on a realm that has them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stacks.environment import Environment
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.live_realm import LiveRealm
from tests.support.tokens.public_keys import CERTIFICATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: each test changes what the one before it left.
pytestmark = [pytest.mark.integration, pytest.mark.first]

REDIRECT = ["https://notebook.example.com/cb"]
OIDC = {
    "type": "oidc",
    "issuer": "https://login.example.com",
    "authorization_url": "https://login.example.com/authorize",
    "token_url": "https://login.example.com/token",
    "jwks_url": "https://login.example.com/jwks",
    "client_id": "ml",
}
SAML = {
    "type": "saml",
    "entity_id": "urn:example:ml",
    "issuer": "urn:example:corp",
    "single_sign_on_url": "https://login.example.com/saml",
    "signing_certificate": CERTIFICATE,
}
GITHUB = {"type": "github", "client_id": "ml"}
MICROSOFT = {"type": "microsoft", "client_id": "ml", "tenant": "11111111-2222-3333-4444-555555555555"}
CLAIMS = {"claims": {"groups": {"ML": "kept"}}}
ISSUER = {"issuer": "https://ci.example.com", "jwks_url": "https://ci.example.com/jwks"}


def person(name: str, email: str, *groups: str, **more: object) -> dict[str, object]:
    """Declare somebody."""
    return {"email": email, "first_name": name, "last_name": "Example", "groups": list(groups), **more}


BEFORE: dict[str, Any] = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {"name": "successions", "ssl_required": "external", "login": {"verify_email": False}},
    "api": {"client_id": "scorer"},
    "models": {"kept-model": {"actions": ["predict", "explain"]}, "old-model": {"actions": ["predict", "manage"]}},
    "groups": {"kept": {"kept-model": ["predict"], "old-model": ["predict"]}, "old": {"*": ["manage"]}},
    "second_factor": {"kept": "otp"},
    "people": {
        "ada": person("Ada", "ada@example.com", "kept", "old", grants={"old-model": ["manage"]}),
        "bob": person("Bob", "bob@example.com", "old"),
    },
    "consumers": {
        "batch": {"grants": {"kept-model": ["predict"], "old-model": ["predict"]}},
        "loader": {"grants": {"*": ["manage"]}},
    },
    "applications": {"notebook": {"redirect_uris": REDIRECT}, "portal": {"redirect_uris": REDIRECT}},
    "identity_providers": {"corp": {**OIDC, **CLAIMS}, "hub": {**OIDC, "first_login": "link"}, "entra": OIDC},
    "workload_issuers": {"ci": ISSUER, "other": {**ISSUER, "issuer": "https://other.example.com"}},
}


def declared(realm: str, **changes: object) -> Environment:
    """Return the environment with some of its parts changed."""
    environment = Environment.model_validate({**BEFORE, **changes})
    return environment.model_copy(update={"realm": environment.realm.model_copy(update={"name": realm})})


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """The realm before its changes."""
    live = LiveEnvironment.apply(
        declared("successions"),
        realm="successions",
        folder=tmp_path_factory.mktemp("successions"),
        keycloak=keycloak,
        private=private,
    )
    yield live
    keycloak.admin.delete_realm(live.realm)


AFTER: dict[str, Any] = {
    # A model, an action, the roles behind `*` and a group go, and those who held them stay.
    "models": {"kept-model": {"actions": ["predict"]}},
    "groups": {"kept": {"kept-model": ["predict"]}, "renamed": {"kept-model": ["predict"]}},
    "second_factor": {},
    "people": {
        # A successor has the e-mail address of who goes.
        "ada.l": person("Ada", "ada@example.com", "kept"),
        "bob": person("Bob", "bob@example.com", "renamed"),
    },
    # A consumer and an application change their kinds.
    "consumers": {
        "notebook": {"grants": {"kept-model": ["predict"]}},
        "loader": {"grants": {"kept-model": ["predict"]}},
    },
    "applications": {"batch": {"redirect_uris": REDIRECT}, "portal": {"redirect_uris": REDIRECT}},
    # Identity providers of other types, one that was an issuer of workloads' tokens, and the flow of one that changed.
    "identity_providers": {
        "corp": {**SAML, **CLAIMS},
        "hub": {**GITHUB, "first_login": "create"},
        "entra": MICROSOFT,
        "other": OIDC,
    },
    "workload_issuers": {"ci": {**ISSUER, "type": "kubernetes"}},
}


def test_first_deployment_settles(live: LiveEnvironment) -> None:
    """After the first deployment the plan is empty."""
    assert live.plan() == []


def test_one_deployment_is_enough(live: LiveEnvironment) -> None:
    """Whatever goes, changes its kind or takes another's name: one deployment, and the next plan is empty."""
    live.change(declared(live.realm, **AFTER))
    assert live.plan() == []


def test_realm_holds_what_is_declared(live: LiveEnvironment) -> None:
    """Afterwards the realm holds what is declared, and no more."""
    realm = LiveRealm(live.admin, live.realm)
    assert realm.groups == {"kept": {"corp"}, "renamed": set()}
    assert realm.people == {"ada.l": "ada@example.com", "bob": "bob@example.com"}
    assert {name: realm.groups_of(name) for name in realm.people} == {"ada.l": {"/kept"}, "bob": {"/renamed"}}
    assert realm.roles("scorer") == {"kept-model:predict", "every-model:predict", "model-api-access"}
    assert realm.own_scopes == {"model.kept-model.predict", "model-api-access", "ml-base"}
    assert realm.client("batch")["standardFlowEnabled"]
    assert not realm.client("batch").get("serviceAccountsEnabled")
    assert realm.client("notebook")["serviceAccountsEnabled"]
    assert realm.optional_scopes("notebook") == {"model.kept-model.predict"}
    assert realm.optional_scopes("batch") == {"model.kept-model.predict", "model-api-access", "profile", "email"}
    kinds = {"corp": "saml", "hub": "github", "entra": "oidc", "other": "oidc", "ci": "kubernetes"}
    assert realm.identity_providers == kinds
    entra = realm.read("identity-provider/instances/entra")["config"]
    tenant = f"https://login.microsoftonline.com/{MICROSOFT['tenant']}"
    assert entra["issuer"] == f"{tenant}/v2.0"
    assert entra["authorizationUrl"].startswith(f"{tenant}/")
    attributes = {"email", "firstName", "lastName"}
    assert realm.mappers_of("corp") == {"kept: groups ML", "people of an identity provider", *attributes}


@pytest.mark.long  # the same as before, from the other end
def test_back_again(live: LiveEnvironment) -> None:
    """The way back is one deployment too."""
    live.change(declared(live.realm))
    assert live.plan() == []
