"""What an override takes from a realm: Keycloak's defaults that it takes back, and the policies by which it refuses."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules.clients.client_policy import ClientPolicy
from constructs_lib.guardrails.rules.realm.realm_default import RealmDefault
from constructs_lib.guardrails.rules.realm.realm_setting import RealmSetting
from tests.support.declarations.declarations import NO_MAIL, declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.overridden import add, faults_after, made, never, override, remove
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

DEFAULT_ROLES, SCOPES = "keycloak_default_roles", "keycloak_openid_client_optional_scopes"
NEW_DEFAULT, NEW_OPTIONAL = "keycloak_realm_default_client_scopes", "keycloak_realm_optional_client_scopes"
REGISTRATION = "keycloak_realm_client_registration_policy"
PROFILE, POLICY = "keycloak_realm_client_policy_profile", "keycloak_realm_client_policy_profile_policy"
ACTION, ACCOUNT_STATE = "keycloak_required_action", "keycloak_ldap_msad_user_account_control_mapper"
NO_ROLES = "no keycloak_default_roles takes offline_access from everybody"
OPEN = "its client 'admin-cli' may ask for offline_access, as by Keycloak's default"
OF_TERMS = "realm 'ml', keycloak_required_action 'TERMS_AND_CONDITIONS': it asks nobody to accept the terms"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (never("keycloak_realm"), "it is declared, and not made for sure"),
        (remove(DEFAULT_ROLES), NO_ROLES),
        (never(DEFAULT_ROLES), NO_ROLES),
        (never(DEFAULT_ROLES, count="${var.count}"), NO_ROLES),
        (override(DEFAULT_ROLES, realm_id="other"), NO_ROLES),
        (override(DEFAULT_ROLES, default_roles=["offline_access"]), "role 'offline_access', which is not declared"),
        (override(DEFAULT_ROLES, default_roles=["fraud:predict"]), "role 'fraud:predict', which is not declared"),
        (override(DEFAULT_ROLES, default_roles="${var.roles}"), "role '…', which is not declared"),
        (add(DEFAULT_ROLES, default_roles=["uma_authorization"]), "role 'uma_authorization', which is not declared"),
        (remove(SCOPES, "BuiltInClients"), OPEN),
        (never(SCOPES, "BuiltInClients"), OPEN),
        (never(SCOPES, "BuiltInClients", for_each={"account": {}}), OPEN),
        (never(SCOPES, "BuiltInClients", for_each="${var.clients}"), OPEN),
        (
            override(SCOPES, "BuiltInClients", optional_scopes=["offline_access"]),
            "people may ask for scopes of their own by Keycloak's client 'admin-cli'",
        ),
        (remove(NEW_DEFAULT), f"no {NEW_DEFAULT} takes Keycloak's scopes from new clients"),
        (never(NEW_OPTIONAL), f"no {NEW_OPTIONAL} takes Keycloak's scopes from new clients"),
        (
            override(NEW_DEFAULT, default_scopes=["basic", "roles"]),
            "a new client has other default scopes than ['basic']",
        ),
        (override(NEW_OPTIONAL, optional_scopes=["offline_access"]), "a new client has other optional scopes than []"),
        (remove(ACCOUNT_STATE), "whoever is disabled there is not here: its account control mapper is missing"),
        (never(ACCOUNT_STATE), "whoever is disabled there is not here: its account control mapper is missing"),
        *(
            (
                add(ACTION, name="x", enabled=True, alias=alias, config={"max_auth_age": seconds}),
                f"seconds, got {seconds}",
            )
            for alias, seconds in (("UPDATE_PASSWORD", 999999), ("delete_credential", 301), ("${var.a}", -1))
        ),
        (
            add(ACTION, name="x", enabled=False, alias="${var.a}"),
            "it is turned off, and its alias is known at apply alone: it may be one that is needed",
        ),
        (never(ACTION, "UPDATE_EMAIL"), "realm 'ml': nothing turns 'UPDATE_EMAIL' on for sure"),
        (remove(ACTION, "VERIFY_PROFILE"), "realm 'ml': nothing turns 'VERIFY_PROFILE' off for sure"),
        (
            override(ACTION, "RECOVERY", enabled=True),
            "'CONFIGURE_RECOVERY_AUTHN_CODES': it is turned on, against the declaration",
        ),
        (
            add(ACTION, alias="UPDATE_EMAIL", name="x", enabled=False),
            "'UPDATE_EMAIL': it is turned off, against the declaration",
        ),
        (
            override(ACTION, "UPDATE_EMAIL", config={}),
            "'UPDATE_EMAIL': an address changes without a mail to it: verifyEmail is not 'true'",
        ),
        (
            override("keycloak_user", "ada", required_actions=["UPDATE_PASSWORD"]),
            "its required_actions lack 'VERIFY_EMAIL', which the declaration asks for",
        ),
    ],
)
def test_realm_that_keeps_what_keycloak_gives_is_refused(change: Change, fault: str) -> None:
    """What takes Keycloak's defaults back is made for sure, with the values of the declaration."""
    assert any(each.endswith(fault) for each in faults_after(RealmDefault(), change))


@pytest.mark.parametrize("seconds", ["0", "300", None])
def test_realm_whose_actions_ask_again_soon_passes(seconds: str | None) -> None:
    """Keycloak's own five minutes after a login pass, and less."""
    change = add(ACTION, name="x", enabled=True, alias="UPDATE_PASSWORD", config={"max_auth_age": seconds})
    assert faults_after(RealmDefault(), change) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (never(ACTION, "Terms"), "realm 'ml': nobody is asked to accept the terms"),
        (override(ACTION, "Terms", alias="terms_and_conditions"), "realm 'ml': nobody is asked to accept the terms"),
        (override(ACTION, "Terms", default_action=False), OF_TERMS),
        (add(ACTION, alias="TERMS_AND_CONDITIONS", name="T", enabled=False), OF_TERMS),
    ],
)
def test_realm_without_its_terms_is_refused(change: Change, fault: str) -> None:
    """Where terms are declared, everybody is asked to accept them."""
    assert fault in faults_after(RealmDefault(), change, terms=True)


def test_declared_realm_passes() -> None:
    """What the construct makes passes, and so do fewer roles."""
    assert faults_after(RealmDefault()) == []
    assert faults_after(RealmDefault(), override(DEFAULT_ROLES, default_roles=[])) == []


DETECTION = {"max_login_failures": 100, "permanent_lockout": False}


@pytest.mark.parametrize(
    ("change", "argument"),
    [
        (override("keycloak_realm", password_policy="length(12)"), "password_policy"),
        (override("keycloak_realm", sso_session_max_lifespan="${var.x}"), "sso_session_max_lifespan"),
        (override("keycloak_realm", revoke_refresh_token=False), "revoke_refresh_token"),
        (override("keycloak_realm", security_defenses={"headers": {"x_robots_tag": "none"}}), "x_frame_options"),
        (override("keycloak_realm", security_defenses={"brute_force_detection": DETECTION}), "max_login_failures"),
        (override("keycloak_realm_events", events_expiration=1), "events_expiration"),
        (override("keycloak_realm_events", events_listeners=[]), "events_listeners"),
        (override("keycloak_realm_events", admin_events_enabled="${var.on}"), "admin_events_enabled"),
    ],
)
def test_setting_that_is_another_is_refused(change: Change, argument: str) -> None:
    """What the declaration says is what is written, whether or not another value is strict enough."""
    assert any(f"{argument} is not as it is declared" in each for each in faults_after(RealmSetting(), change))


def test_declared_settings_pass() -> None:
    """What the construct makes passes, and so do arguments of which the declaration says nothing."""
    assert faults_after(RealmSetting()) == []
    assert (
        faults_after(RealmSetting(), override("keycloak_realm", login_theme="example", revoke_refresh_token="true"))
        == []
    )


@pytest.mark.parametrize("name", ["ml-clients", "ml-requests", "ml-self-service"])
def test_realm_without_its_client_policies_is_refused(name: str) -> None:
    """A policy or profile that is not made for sure refuses nothing."""
    part = name.removeprefix("ml-").capitalize()
    for kind, label in ((PROFILE, "client policy profile"), (POLICY, "client policy")):
        for change in (remove(kind, f"_{part}_"), never(kind, f"_{part}_"), override(kind, f"_{part}_", name="x")):
            assert f"realm 'ml': its {label} '{name}' is not made for sure" in faults_after(ClientPolicy(), change)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (override(PROFILE, "_Clients_", executor=[]), "its executors are not those of the declaration"),
        (override(PROFILE, "_Requests_", executor=[{"name": "pkce-enforcer"}]), "its executors are not"),
        (override(PROFILE, "_Clients_", executor="${var.rules}"), "its executors are not those of the declaration"),
        (override(POLICY, "_Clients_", enabled=False), "it is turned off"),
        (override(POLICY, "_Clients_", enabled="${var.on}"), "it is turned off"),
        (override(POLICY, "_Clients_", profiles=[]), "its profiles or conditions are not those of the declaration"),
        (override(POLICY, "_Requests_", condition=[{"name": "client-roles"}]), "its profiles or conditions are not"),
        (override(POLICY, "_Requests_", profiles=["${var.profile}"]), "its profiles or conditions are not"),
    ],
)
def test_client_policies_that_refuse_less_are_refused(change: Change, fault: str) -> None:
    """Policies and profiles are compared as wholes."""
    assert any(each.partition(": ")[2].startswith(fault) for each in faults_after(ClientPolicy(), change))


def test_declared_client_policies_pass() -> None:
    """What the construct makes passes."""
    assert faults_after(ClientPolicy()) == []


@lru_cache
def registering() -> OurStack:
    """Return a stack in which agents may register themselves."""
    realm = {
        "name": "ml",
        "login": NO_MAIL,
        "client_registration": {
            "redirect_hosts": ["127.0.0.1"],
            "scopes": {"fraud": ["predict"]},
            "max_clients": 50,
        },
    }
    return OurStack(CheckedDeclaration(declare(realm=realm), NEWEST))


@pytest.mark.parametrize(
    ("rule", "change", "fault"),
    [
        (ClientPolicy(), remove(REGISTRATION, "trusted-hosts"), "'ml-registered hosts' is not made for sure"),
        (ClientPolicy(), never(REGISTRATION, "consent"), "'ml-registered consent' is not made for sure"),
        (ClientPolicy(), remove(POLICY, "_Registered_"), "client policy 'ml-registered' is not made for sure"),
        (ClientPolicy(), override(REGISTRATION, "trusted", config={"trusted-hosts": "*"}), "it lets in other clients"),
        (ClientPolicy(), override(REGISTRATION, "mappers", config="${var.x}"), "it lets in other clients"),
        (ClientPolicy(), override(REGISTRATION, "trusted", sub_type="anonymous"), "it lets in other clients"),
        (
            RealmDefault(),
            override("keycloak_realm_optional_client_scopes", optional_scopes=["model-api-access"]),
            "a new client has other optional scopes than ['model.fraud.predict']",
        ),
        (
            RealmDefault(),
            override("keycloak_realm_default_client_scopes", default_scopes=["basic", "ml-base", "roles"]),
            "a new client has other default scopes than ['basic', 'ml-base']",
        ),
    ],
)
def test_registration_that_lets_in_more_is_refused(rule: Rule, change: Change, fault: str) -> None:
    """What clients that register themselves may be is what the declaration says, and no code changes it."""
    assert any(fault in each for each in registering().faults_after(rule, change))


@pytest.mark.parametrize("rule", [ClientPolicy(), RealmDefault()])
def test_declared_registration_passes(rule: Rule) -> None:
    """What the construct makes passes."""
    assert registering().faults_after(rule) == []


@pytest.mark.slow
def test_declared_realm_passes_by_either_provider() -> None:
    """Older providers have neither policies nor scopes of new clients; terms are asked for where there are some."""
    assert faults_after(RealmDefault(), features=OLDEST) == []
    assert faults_after(ClientPolicy(), features=OLDEST) == []
    assert faults_after(RealmDefault(), terms=True) == []
    assert PROFILE not in made(OLDEST)["resource"]


@pytest.mark.parametrize("alias", ["VERIFY_EMAIL", "UPDATE_PASSWORD", "CONFIGURE_TOTP", "webauthn-register"])
@pytest.mark.parametrize("flags", [{"enabled": False}, {}, {"enabled": "${var.x}"}])
def test_action_that_is_turned_off_is_refused(alias: str, flags: dict[str, object]) -> None:
    """Keycloak skips an action that is off, whoever is asked for it; left out, `enabled` is false."""
    expected = f"realm 'ml', {ACTION} '{alias}': it is turned off, so that nobody is asked for it"
    assert faults_after(RealmDefault(), add(ACTION, alias=alias, **flags)) == [expected]
    assert faults_after(RealmDefault(), add(ACTION, alias=alias, enabled=True)) == []


@pytest.mark.parametrize("client_id", ["account", "admin-cli", "realm-management"])
def test_keycloaks_own_client_is_not_taken_over(client_id: str) -> None:
    """By `import`, a client of Keycloak's own would get redirect URIs and flows of somebody else."""
    taken = add("keycloak_openid_client", client_id=client_id, access_type="PUBLIC", **{"import": True})
    expected = f"realm 'ml', client '{client_id}': it takes over Keycloak's own client '{client_id}'"
    assert faults_after(RealmDefault(), taken) == [expected]
