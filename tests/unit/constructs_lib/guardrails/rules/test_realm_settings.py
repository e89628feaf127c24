"""Events, keys and defaults of a realm."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.events_off import EventsOff
from constructs_lib.guardrails.rules.realm.realm_attributes import RealmAttributes
from constructs_lib.guardrails.rules.realm.realm_default_scopes import RealmDefaultScopes
from constructs_lib.guardrails.rules.realm.realm_implicit import RealmImplicit
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


REALM: dict[str, dict[str, object]] = {"keycloak_realm.Realm": {"realm": "ml"}}


def events(**arguments: object) -> dict[str, dict[str, object]]:
    """Return a realm with events."""
    return {**REALM, "keycloak_realm_events.Events": {"realm_id": "${keycloak_realm.Realm.id}", **arguments}}


def test_events_off_a_realm_without_events_is_refused() -> None:
    """Keycloak records nothing by default."""
    assert faults_of(EventsOff(), REALM) == [
        "realm 'ml': events_enabled is not on",
        "realm 'ml': admin_events_enabled is not on",
    ]


def test_events_off_half_is_not_enough() -> None:
    """Logins without administration are refused, and so are events of another realm."""
    assert faults_of(EventsOff(), events(events_enabled=True)) == ["realm 'ml': admin_events_enabled is not on"]
    other = {
        "keycloak_realm_events.Events": {"realm_id": "other", "events_enabled": True, "admin_events_enabled": True}
    }
    assert len(faults_of(EventsOff(), {**REALM, **other})) == 2


def test_events_off_both_on_pass() -> None:
    """A realm that records both passes."""
    assert faults_of(EventsOff(), events(events_enabled=True, admin_events_enabled=True)) == []


@pytest.mark.parametrize("kept", [1, "3600", 86399])
def test_events_that_go_within_a_day_are_refused(kept: object) -> None:
    """Whoever looks for an incident the next morning finds nothing."""
    (found,) = faults_of(EventsOff(), events(events_enabled=True, admin_events_enabled=True, events_expiration=kept))
    assert found.endswith(f"events_expiration is {kept} seconds, less than a day")


@pytest.mark.parametrize("kept", [0, 86400, "${var.kept}", None])
def test_events_that_are_kept_pass(kept: object) -> None:
    """A day, no end, and what is known only at apply pass."""
    assert faults_of(EventsOff(), events(events_enabled=True, admin_events_enabled=True, events_expiration=kept)) == []


@pytest.mark.parametrize("argument", ["default_default_client_scopes", "default_optional_client_scopes"])
@pytest.mark.parametrize("scopes", [["basic"], [], "${var.scopes}"])
def test_realm_default_scopes_are_refused(argument: str, scopes: object) -> None:
    """Either argument is named, whatever its value."""
    assert faults_of(RealmDefaultScopes(), {"keycloak_realm.Realm": {"realm": "ml", argument: scopes}}) == [
        f"realm 'ml': {argument} has no effect and never settles"
    ]


def test_realm_default_scopes_none_pass() -> None:
    """A realm without them passes, and the resources that do work."""
    resources: dict[str, dict[str, object]] = {
        "keycloak_realm.Realm": {"realm": "ml"},
        "keycloak_realm_default_client_scopes.Scopes": {"realm_id": "ml", "default_scopes": ["basic"]},
    }

    assert faults_of(RealmDefaultScopes(), resources) == []


WRITTEN = {
    "realm": "ml",
    "registration_allowed": False,
    "duplicate_emails_allowed": False,
    "edit_username_allowed": False,
    "access_code_lifespan": "1m",
    "access_token_lifespan": "5m",
    "sso_session_idle_timeout": "30m",
    "sso_session_max_lifespan": "10h",
    "offline_session_idle_timeout": "168h",
    "offline_session_max_lifespan": "${var.offline_max}",
}


def test_realm_implicit_missing_arguments_are_named() -> None:
    """All that is missing stands in one line."""
    realm = {key: value for key, value in WRITTEN.items() if "access" not in key}

    assert faults_of(RealmImplicit(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': left to the server: access_code_lifespan, access_token_lifespan"
    ]


def test_realm_implicit_realm_that_is_written_out_passes() -> None:
    """Every value passes, false and what is known only at apply included."""
    assert faults_of(RealmImplicit(), {"keycloak_realm.Realm": WRITTEN}) == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "frontendUrl",
            "FRONTENDURL",
            "webAuthnPolicyUserVerificationRequirementPasswordless",
            "realmReusableOtpCode",
        ),
        *("bruteForceProtected", "_browser_header.xFrameOptions", "client-policies.policies", "firstBrokerLoginFlowId"),
    ],
)
def test_realm_attributes_that_are_settings_are_refused(name: str) -> None:
    """Another address of the realm would get passwords and codes; a setting there is one that no rule reads."""
    json = {"resource": {"keycloak_realm": {"R": {"realm": "ml", "attributes": {name: "https://evil.example"}}}}}
    (violation,) = RealmAttributes().judge(Configuration({"stack": json}))
    assert (violation.fault, violation.level) == (f"attribute '{name}' is set", None)


@pytest.mark.parametrize("attributes", ["${merge(var.more, {})}", {"${var.n}": "x"}])
def test_realm_attributes_of_unknown_names_are_refused(attributes: object) -> None:
    """A key that is an expression may be that of an address."""
    realm: dict[str, dict[str, object]] = {"keycloak_realm.R": {"realm": "ml", "attributes": attributes}}
    assert faults_of(RealmAttributes(), realm) == ["realm 'ml': attribute '…' is set"]


def test_realm_attributes_are_warned_of() -> None:
    """What no rule reads is said; a realm without attributes passes."""
    json = {"resource": {"keycloak_realm": {"R": {"realm": "ml", "attributes": {"acr.loa.map": "{}"}}}}}
    (violation,) = RealmAttributes().judge(Configuration({"stack": json}))
    assert (violation.fault, str(violation.level)) == ("attribute 'acr.loa.map' is set", "warning")
    assert faults_of(RealmAttributes(), {"keycloak_realm.R": {"realm": "ml"}}) == []
