"""What is written for clients that register themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.declarations.declarations import NO_MAIL, build_declaration, declare
from tests.support.declarations.provider_schema import NEWEST_SCHEMA, ProviderSchema
from tests.support.declarations.synthesis import NEWEST

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

REGISTRATION = "keycloak_realm_client_registration_policy"
DEFAULT, OPTIONAL = "keycloak_realm_default_client_scopes", "keycloak_realm_optional_client_scopes"
PROFILE, POLICY = "keycloak_realm_client_policy_profile", "keycloak_realm_client_policy_profile_policy"


def build(**changed: object) -> Synthesized:
    """Synthesize a realm where clients register, with the newest provider."""
    registration = {
        "redirect_hosts": ["agents.example.com", "127.0.0.1"],
        "scopes": {"fraud": ["predict"], "churn": ["predict"]},
        "max_clients": 50,
        **changed,
    }
    return build_declaration(
        declare(realm={"name": "ml", "login": NO_MAIL, "client_registration": registration}), NEWEST
    )


def test_nothing_is_open_by_default() -> None:
    """Without the key there is no policy for it, and a new client has no scope of ours."""
    stack = build_declaration(declare(), NEWEST)
    assert stack.resources(REGISTRATION) == []
    assert [each["name"] for each in stack.resources(POLICY)] == ["ml-clients", "ml-requests", "ml-self-service"]


def test_policies_hold_for_registrations_with_a_token_alone() -> None:
    """Those without one stay refused by Keycloak's own policy, which nothing here takes over."""
    policies = build().resources(REGISTRATION)
    assert {each["sub_type"] for each in policies} == {"authenticated"}
    assert {each["provider_id"]: each["config"] for each in policies} == {
        "trusted-hosts": {
            "host-sending-registration-request-must-match": "false",
            "client-uris-must-match": "true",
            "trusted-hosts": "127.0.0.1,agents.example.com",
        },
        "allowed-protocol-mappers": {"allowed-protocol-mapper-types": "oidc-nonce-backwards-compatible-mapper"},
        "scope": {},
        "consent-required": {},
        "max-clients": {"max-clients": "50"},
    }
    assert all("import" not in each for each in policies)


def test_provider_knows_what_is_written() -> None:
    """5.9.0 takes it as it is; this machine may have an older one."""
    assert ProviderSchema.load(NEWEST_SCHEMA).violations(build().json) == []


@pytest.mark.parametrize(("offline", "more"), [(False, []), (True, ["offline_access"])])
def test_new_clients_may_ask_for_what_is_declared(more: list[str], *, offline: bool) -> None:
    """What shapes our tokens they have, and scopes that are named they may ask for, once these are made."""
    stack = build(offline_access=offline)
    assert stack.resource(DEFAULT)["default_scopes"] == ["basic", "ml-base"]
    assert stack.resource(OPTIONAL)["optional_scopes"] == ["model.churn.predict", "model.fraud.predict", *more]
    assert any("Models_Scope" in each for each in stack.resource(OPTIONAL)["depends_on"])
    everybody = stack.resource("keycloak_default_roles")["default_roles"]
    assert ("offline_access" in everybody) is offline


def test_what_they_cannot_say_is_set_for_them() -> None:
    """PKCE and consent above all; every URL of theirs is on a declared host."""
    stack = build()
    executors = stack.named(PROFILE, "ml-registered")["executor"]
    corrected = [each["name"] for each in executors if each.get("configuration", {}).get("auto-configure") == "true"]
    assert corrected == [
        "full-scope-disabled",
        "consent-required",
        "pkce-enforcer",
        "reject-implicit-grant",
        "reject-ropc-grant",
    ]
    urls, _ = [each["configuration"] for each in executors if each["name"] == "secure-client-uris-pattern"]
    assert json.loads(urls["allowed-patterns"]) == [
        "https://agents[.]example[.]com(:[0-9]+)?(/.*)?",
        "http://127[.]0[.]0[.]1(:[0-9]+)?(/.*)?",
    ]
    fields = set(json.loads(urls["client-uri-fields"]))
    assert {"redirectUris", "backchannelLogoutUrl", "jwksUri"} < fields


def test_each_client_is_judged_by_one_of_two() -> None:
    """What registers itself by `ml-registered`, all else by `ml-clients`, and only its requests by `ml-requests`."""
    stack = build()
    conditions = {each["name"]: each["condition"] for each in stack.resources(POLICY)}
    themselves = ["ByInitialAccessToken", "ByRegistrationAccessToken"]

    def sources(condition: dict[str, Any]) -> tuple[list[str], str]:
        found = condition["configuration"]
        return json.loads(found["update-client-source"]), found.get("is-negative-logic", "false")

    assert sources(conditions["ml-registered"][0]) == (themselves, "false")
    assert sources(conditions["ml-clients"][0]) == (["ByAuthenticatedUser", "ByAnonymous"], "false")
    every, others = conditions["ml-requests"]
    assert (every, sources(others)) == ({"name": "any-client"}, (themselves, "true"))


def test_other_protocol_is_refused() -> None:
    """SAML has no consent and no PKCE: a client of it is judged by nothing else."""
    stack = build()
    assert stack.named(PROFILE, "ml-saml")["executor"] == [{"name": "reject-request"}]
    (condition,) = stack.named(POLICY, "ml-saml")["condition"]
    assert condition == {"name": "client-type", "configuration": {"protocol": "saml"}}
    names = [each["name"] for each in stack.resources(POLICY)]
    assert sorted(names) == [
        "ml-authorization",
        "ml-ciba",
        "ml-clients",
        "ml-devices",
        "ml-registered",
        "ml-requests",
        "ml-saml",
        "ml-self-service",
    ]


def test_what_registered_does_not_change_itself() -> None:
    """No rule sees which login flow it would bind; nobody registers before the policies that judge it are there."""
    stack = build()
    assert stack.named(PROFILE, "ml-self-service")["executor"] == [{"name": "reject-request"}]
    (condition,) = stack.named(POLICY, "ml-self-service")["condition"]
    assert json.loads(condition["configuration"]["update-client-source"]) == ["ByRegistrationAccessToken"]
    names = {f"{POLICY}.{name}": body["name"] for name, body in stack.json["resource"][POLICY].items()}
    (before,) = stack.named(PROFILE, "ml-self-service")["depends_on"]
    assert names[before] == "ml-devices"


def test_no_client_has_authorization_services() -> None:
    """By them a client asks Keycloak who has an account, and which groups somebody is in."""
    stack = build()
    assert stack.named(PROFILE, "ml-authorization")["executor"] == [{"name": "reject-request"}]
    (condition,) = stack.named(POLICY, "ml-authorization")["condition"]
    assert condition == {"name": "client-roles", "configuration": {"roles": '["uma_protection"]'}}


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("ml-devices", "oauth2.device.authorization.grant.enabled"), ("ml-ciba", "oidc.ciba.grant.enabled")],
)
def test_no_client_has_a_flow_without_redirects(name: str, attribute: str) -> None:
    """They need no redirect URI, so that no declared host would bound them."""
    stack = build()
    assert stack.named(PROFILE, name)["executor"] == [{"name": "reject-request"}]
    (condition,) = stack.named(POLICY, name)["condition"]
    assert condition["name"] == "client-attributes"
    assert json.loads(condition["configuration"]["attributes"]) == [{"key": attribute, "value": "true"}]


@pytest.mark.parametrize(
    ("hosts", "called"),
    [
        (["agents.example.com", "127.0.0.1"], [["https://agents[.]example[.]com(:[0-9]+)?(/.*)?"]]),
        (["127.0.0.1"], [["(?!)"]]),
        (["agents.example.com"], []),
    ],
)
def test_keycloak_calls_nothing_on_its_own_machine(hosts: list[str], called: list[list[str]]) -> None:
    """What browsers open may be on loopback where that is declared; what Keycloak calls is on the other hosts alone."""
    executors = build(redirect_hosts=hosts).named(PROFILE, "ml-registered")["executor"]
    _, *others = [each["configuration"] for each in executors if each["name"] == "secure-client-uris-pattern"]
    assert [json.loads(each["allowed-patterns"]) for each in others] == called
    assert all(
        set(json.loads(each["client-uri-fields"]))
        == {
            "adminUrl",
            "jwksUri",
            "requestUris",
            "backchannelLogoutUrl",
            "cibaClientNotificationEndpoint",
            "sectorIdentifierUri",
        }
        for each in others
    )


def test_no_url_is_held_in_a_frame_at_logout() -> None:
    """No rule for URLs knows that one: such a logout is refused."""
    executors = build().named(PROFILE, "ml-registered")["executor"]
    assert {"name": "secure-logout", "configuration": {"allow-front-channel-logout": "false"}} in executors


def test_loopback_is_let_through_where_it_is_declared() -> None:
    """Http on 127.0.0.1 passes the realm's own rules for URLs, and no other http does."""
    rules = {each["name"]: each for each in build().named(PROFILE, "ml-clients")["executor"]}
    assert "secure-client-uris" not in rules
    assert rules["secure-redirect-uris-enforcer"]["configuration"]["allow-http-scheme"] == "true"
    strict = {each["name"] for each in build(redirect_hosts=["a.example.com"]).named(PROFILE, "ml-clients")["executor"]}
    assert "secure-client-uris" in strict
