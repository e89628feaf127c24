"""How long a realm's tokens, codes and sessions live."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.access_token_lifespan import AccessTokenLifespan
from constructs_lib.guardrails.rules.realm.action_lifespan import ActionLifespan
from constructs_lib.guardrails.rules.realm.code_lifespan import CodeLifespan
from constructs_lib.guardrails.rules.realm.refresh_rotation import RefreshRotation
from constructs_lib.guardrails.rules.realm.session_end import SessionEnd
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_access_token_lifespan_too_long_is_refused() -> None:
    """More than a quarter of an hour is named."""
    realm = {"realm": "ml", "access_token_lifespan": "1h"}

    assert faults_of(AccessTokenLifespan(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': access tokens live 1h, more than 15m"
    ]


@pytest.mark.parametrize("lifespan", ["15m", "300s", "${var.lifespan}", None])
def test_access_token_lifespan_short_passes(lifespan: str | None) -> None:
    """15 minutes, less, what is known only at apply, and Keycloak's own 5 minutes pass."""
    realm = {"realm": "ml", "access_token_lifespan": lifespan}

    assert faults_of(AccessTokenLifespan(), {"keycloak_realm.Realm": realm}) == []


@pytest.mark.parametrize(
    ("who", "lifespan", "longest"),
    [("admin", "168h1s", "7 days"), ("admin", "596520h", "7 days"), ("user", "25h", "a day")],
)
def test_links_that_live_too_long_are_refused(who: str, lifespan: str, longest: str) -> None:
    """A link that sets a password is a credential for as long as it lives."""
    argument = f"action_token_generated_by_{who}_lifespan"
    assert faults_of(ActionLifespan(), {"keycloak_realm.Realm": {"realm": "ml", argument: lifespan}}) == [
        f"realm 'ml': {argument} is {lifespan}, more than {longest}"
    ]


@pytest.mark.parametrize("lifespan", ["24h", "5m", "${var.lifespan}", None])
def test_links_that_end_soon_pass(lifespan: str | None) -> None:
    """A day, less, what is known only at apply, and Keycloak's own lifespans pass."""
    both = {f"action_token_generated_by_{who}_lifespan": lifespan for who in ("admin", "user")}
    assert faults_of(ActionLifespan(), {"keycloak_realm.Realm": {"realm": "ml", **both}}) == []


def test_code_lifespan_too_long_is_refused() -> None:
    """More than a minute is named."""
    realm = {"realm": "ml", "access_code_lifespan": "1m1s"}

    assert faults_of(CodeLifespan(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': authorization codes live 1m1s, more than 1m"
    ]


@pytest.mark.parametrize("lifespan", ["1m", "30s", "${var.lifespan}", None])
def test_code_lifespan_short_passes(lifespan: str | None) -> None:
    """A minute, less, what is known only at apply, and Keycloak's own minute pass."""
    realm = {"realm": "ml", "access_code_lifespan": lifespan}

    assert faults_of(CodeLifespan(), {"keycloak_realm.Realm": realm}) == []


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({}, "revoke_refresh_token is not on"),
        ({"revoke_refresh_token": False}, "revoke_refresh_token is not on"),
        ({"revoke_refresh_token": True, "refresh_token_max_reuse": 1}, "refresh_token_max_reuse is 1"),
        ({"revoke_refresh_token": "true", "refresh_token_max_reuse": "1"}, "refresh_token_max_reuse is 1"),
    ],
)
def test_refresh_rotation_reuse_is_refused(arguments: dict[str, object], fault: str) -> None:
    """No rotation, by default or by choice, and a token that works twice are named."""
    realm = {"realm": "ml", **arguments}

    assert faults_of(RefreshRotation(), {"keycloak_realm.Realm": realm}) == [f"realm 'ml': {fault}"]


@pytest.mark.parametrize("on", [True, "${var.on}"])
def test_refresh_rotation_rotation_passes(on: object) -> None:
    """Rotation without reuse passes, and what is known only at apply."""
    realm = {"realm": "ml", "revoke_refresh_token": on, "refresh_token_max_reuse": 0}

    assert faults_of(RefreshRotation(), {"keycloak_realm.Realm": realm}) == []


def test_session_end_endless_offline_session_is_refused() -> None:
    """Keycloak's default, offline sessions without end, is named."""
    assert faults_of(SessionEnd(), {"keycloak_realm.Realm": {"realm": "ml"}}) == [
        "realm 'ml': offline sessions have no end: offline_session_max_lifespan_enabled is not on"
    ]


@pytest.mark.parametrize(
    "argument",
    [
        "sso_session_max_lifespan",
        "sso_session_max_lifespan_remember_me",
        "client_session_max_lifespan",
        "offline_session_max_lifespan",
    ],
)
def test_session_end_endless_session_is_refused(argument: str) -> None:
    """A maximum of years is none."""
    realm = {"realm": "ml", "offline_session_max_lifespan_enabled": True, argument: "87600h"}

    assert faults_of(SessionEnd(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': {argument} is 87600h, more than 30 days"
    ]


def test_session_end_of_clients() -> None:
    """A client's own maximum is bounded as the realm's is, by an argument or by a setting."""
    client = {"client_id": "ui", "client_session_max_lifespan": "2592000"}
    endless = {**client, "client_offline_session_max_lifespan": "999999999"}

    assert faults_of(SessionEnd(), {"keycloak_openid_client.Ui": client}) == []
    assert faults_of(SessionEnd(), {"keycloak_openid_client.Ui": endless}) == [
        "client 'ui': client_offline_session_max_lifespan is 999999999 seconds, more than 30 days"
    ]
    beside = {"client_id": "ui", "extra_config": {"client.session.max.lifespan": "2592001"}}
    assert faults_of(SessionEnd(), {"keycloak_openid_client.Ui": beside}) == [
        "client 'ui': client.session.max.lifespan is 2592001 seconds, more than 30 days"
    ]


@pytest.mark.parametrize(
    ("assigned", "judged"),
    [
        ({}, True),  # by the realm's own lists it may
        ({"default": [], "optional": ["offline_access"]}, True),
        ({"default": ["offline_access"], "optional": []}, True),
        ({"default": [], "optional": ["${var.scope}"]}, True),
        ({"optional": ["profile"]}, True),
        ({"default": ["basic"]}, True),
        ({"default": ["basic"], "optional": ["profile"]}, False),
        ({"default": [], "optional": []}, False),
    ],
)
def test_session_end_of_clients_that_have_no_offline_sessions(*, assigned: dict[str, list[str]], judged: bool) -> None:
    """Whoever cannot ask for offline access has no offline session whose end would matter."""
    client = {"realm_id": "ml", "client_id": "ui", "client_offline_session_max_lifespan": "5184000"}
    lists = {
        f"keycloak_openid_client_{kind}_scopes.Ui": {
            "realm_id": "ml",
            "client_id": "${keycloak_openid_client.Ui.id}",
            f"{kind}_scopes": scopes,
        }
        for kind, scopes in assigned.items()
    }

    assert faults_of(SessionEnd(), {"keycloak_openid_client.Ui": client, **lists}, variable={"scope": {}}) == [
        "realm 'ml', client 'ui': client_offline_session_max_lifespan is 5184000 seconds, more than 30 days"
    ] * int(judged)


@pytest.mark.parametrize("on", [True, "${var.on}"])
def test_session_end_sessions_that_end_pass(on: object) -> None:
    """Sessions that end within 30 days pass, and what is known only at apply."""
    realm = {"realm": "ml", "offline_session_max_lifespan_enabled": on, "sso_session_max_lifespan": "720h"}

    assert faults_of(SessionEnd(), {"keycloak_realm.Realm": realm}) == []
