"""Settings, mappers, logins and keys that somebody changed by hand are found, each by itself, and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.audit.audited import audited
from tests.support.audit.by_hand import ByHand
from tools.audit.removal import remove_findings
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.live_environment import LiveEnvironment
    from tools.keycloak.admin import KeycloakAdmin

pytestmark = pytest.mark.integration


@pytest.fixture
def hand(live: LiveEnvironment) -> ByHand:
    """An administrator's hand."""
    return ByHand(live.admin, live.realm)


@contextmanager
def changed(hand: ByHand, path: str, **values: object) -> Iterator[None]:
    """Change something by hand for a while."""
    before = hand.get(path)
    with hand.unjudged():
        hand.put(path, {**before, **values})
    try:
        yield
    finally:
        with hand.unjudged():
            hand.put(path, before)


def found(live: LiveEnvironment, viewer: KeycloakAdmin) -> list[str]:
    """Return what differs, in words."""
    return [finding.text for finding in audited(live, admin=viewer).findings]


def test_settings_of_the_realm(live: LiveEnvironment, viewer: KeycloakAdmin, hand: ByHand) -> None:
    """A setting, an attribute and a binding of the realm are found, with what is declared; put back, they are not."""
    attributes = {**hand.get("")["attributes"], "acr.loa.map": '{"gold":3}'}
    values = {
        "sslRequired": "none",
        "directGrantFlow": "direct grant",
        "attributes": attributes,
        "ssoSessionMaxLifespan": 72000,
    }

    with changed(hand, "", **values):
        now = found(live, viewer)

    assert now == [
        'attributes.acr.loa.map of realm is {"gold":3}, declared is nothing',
        "directGrantFlow of realm is direct grant, declared is no direct grant",
        "sslRequired of realm is none, declared is external",
        "ssoSessionMaxLifespan of realm is 72000, declared is 36000",
    ]
    assert found(live, viewer) == []


def test_settings_of_clients_and_people(live: LiveEnvironment, viewer: KeycloakAdmin, hand: ByHand) -> None:
    """Redirect URIs, full scope, an attribute of a client, and somebody's e-mail address are found."""
    notebook, gateway = f"clients/{hand.uuid('notebook')}", f"clients/{hand.uuid('payment-gateway')}"
    account = f"clients/{hand.uuid('account')}"
    lifespan = {**hand.get(gateway)["attributes"], "access.token.lifespan": "86400"}

    with (
        changed(hand, notebook, redirectUris=["https://evil.example.com/*"]),
        changed(hand, gateway, fullScopeAllowed=True, attributes=lifespan),
        changed(hand, account, directAccessGrantsEnabled=True),
        changed(hand, f"users/{hand.user('ada')}", email="eve@example.com"),
    ):
        now = found(live, viewer)

    assert now == [
        "directAccessGrantsEnabled of client account is true, declared is nothing",
        (
            'redirectUris of client notebook is ["https://evil.example.com/*"], declared is '
            '["http://127.0.0.1:8888/callback"]'
        ),
        "attributes.access.token.lifespan of client payment-gateway is 86400, declared is 300",
        "fullScopeAllowed of client payment-gateway is true, declared is nothing",
        "email of person ada is eve@example.com, declared is ada@example.com",
    ]
    assert found(live, viewer) == []


def test_mappers(live: LiveEnvironment, viewer: KeycloakAdmin, hand: ByHand) -> None:
    """A mapper that is new, and one whose audience was changed, are found."""
    scope = next(
        each for each in hand.get("client-scopes") if any(_is_audience(m) for m in each.get("protocolMappers", ()))
    )
    at = f"client-scopes/{scope['id']}/protocol-mappers/models"
    mapper = next(each for each in hand.get(at) if _is_audience(each))
    config = {**mapper["config"], "included.custom.audience": "urn:other"}

    hand.post(f"clients/{hand.uuid('notebook')}/protocol-mappers/models", _hardcoded_role())
    with changed(hand, f"{at}/{mapper['id']}", config=config):
        now = found(live, viewer)
    (extra,) = [each for each in audited(live).findings if each.subject == "mapper by-hand of client notebook"]
    assert extra.removal
    live.admin.request(extra.removal.method, f"realms/{live.realm}/{extra.removal.path}")

    audience = live.environment.sole_api.audience
    assert now == [
        "mapper by-hand of client notebook is not declared",
        (
            f"mapper {mapper['name']} of scope {scope['name']} is included.custom.audience=urn:other, declared is "
            f"included.custom.audience={audience}"
        ),
    ]
    assert found(live, viewer) == []


def test_logins_and_keys(live: LiveEnvironment, viewer: KeycloakAdmin, hand: ByHand) -> None:
    """Identity providers with mappers, login flows, steps, keys, actions and tokens for new clients are found."""
    provider = {"alias": "by-hand", "providerId": "oidc", "enabled": True, "config": _endpoints()}
    mapper = {
        "name": "all",
        "identityProviderAlias": "by-hand",
        "identityProviderMapper": "hardcoded-user-session-attribute-idp-mapper",
    }
    key = {"name": "by-hand", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider"}
    flow = {"alias": "by-hand", "providerId": "basic-flow", "topLevel": True, "builtIn": False}
    step = next(
        each for each in hand.get("authentication/flows/browser/executions") if each.get("providerId") == "auth-cookie"
    )

    hand.post("identity-provider/instances", provider)
    hand.post(
        "identity-provider/instances/by-hand/mappers", {**mapper, "config": {"attribute": "a", "attribute.value": "b"}}
    )
    hand.post("components", {**key, "config": {"priority": ["900"]}})
    hand.post("authentication/flows", flow)
    hand.put("authentication/flows/browser/executions", {**step, "requirement": "DISABLED"})
    hand.post("clients-initial-access", {"count": 1})
    with changed(hand, "authentication/required-actions/CONFIGURE_TOTP", defaultAction=True):
        result = audited(live, admin=viewer)
    hand.put("authentication/flows/browser/executions", step)
    for finding in audited(live).findings:
        assert finding.removal
        live.admin.request(finding.removal.method, f"realms/{live.realm}/{finding.removal.path}")

    assert [each.text for each in result.findings if each.difference.fact.kind != "initial access token"] == [
        "identity provider by-hand is not declared",
        "login flow by-hand is not declared",
        "step auth-cookie of login flow browser is disabled, declared is alternative",
        "key by-hand is not declared",
        "required action CONFIGURE_TOTP is on for everybody, declared is on",
    ]
    assert next(each.with_it for each in result.findings) == "mappers all"
    assert [each.difference.fact.kind for each in result.findings][-1] == "initial access token"
    assert found(live, viewer) == []


def test_accounts(live: LiveEnvironment, viewer: KeycloakAdmin, hand: ByHand) -> None:
    """A password that an administrator set, and a login that one linked, are found until they are gone."""
    person, issuer = hand.user("grace"), hand.get("identity-provider/instances")[0]["alias"]
    password = {"type": "password", "value": random_secret(), "temporary": False}
    hand.put(f"users/{person}/reset-password", password)
    hand.post(f"users/{person}/federated-identity/{issuer}", {"userId": "eve", "userName": "eve"})

    result = audited(live, admin=viewer)
    removable = [finding for finding in result.findings if finding.removal]
    remove_findings(live.admin, result, removable, agreed=True)

    assert [finding.text for finding in result.findings] == [
        "password of person grace was set by hand",
        f"link of person grace to {issuer} is not declared",
    ]
    assert found(live, viewer) == ["password of person grace was set by hand"]
    for credential in hand.get(f"users/{person}/credentials"):
        live.admin.request("DELETE", f"realms/{live.realm}/users/{person}/credentials/{credential['id']}")
    assert found(live, live.admin) == []


def test_what_few_realms_have(live: LiveEnvironment, viewer: KeycloakAdmin, hand: ByHand) -> None:
    """User profile, texts, organizations and authorization are found; what may not be read is named."""
    profile = hand.get("users/profile")
    hand.put("users/profile", {**profile, "attributes": [*profile["attributes"], {"name": "team"}]})
    hand.post("localization/de", {"loginAccountTitle": "Wilkommen"})
    with changed(hand, "", organizationsEnabled=True):
        hand.post("organizations", {"name": "acme", "domains": [{"name": "acme.example.com"}]})
        hand.client("portal", authorizationServicesEnabled=True, standardFlowEnabled=False)
        seen, all_of_it = audited(live, admin=viewer), audited(live)
        remove_findings(live.admin, all_of_it, [each for each in all_of_it.findings if each.removal], agreed=True)
    hand.put("users/profile", profile)

    assert (
        [finding.text for finding in seen.findings]
        == [finding.text for finding in all_of_it.findings]
        == [
            "client portal is not declared",
            "role portal/uma_protection of service account portal is not declared",
            "attribute team of the user profile is not declared",
            "organization acme is not declared",
            "text loginAccountTitle of locale de is not declared",
            "organizationsEnabled of realm is true, declared is nothing",
        ]
    )
    assert (seen.unread, all_of_it.unread) == ({"workflows": "realm-admin"}, {})
    assert found(live, viewer) == []


def test_what_is_missing(live: LiveEnvironment, viewer: KeycloakAdmin, hand: ByHand) -> None:
    """A role that was taken from somebody is found as missing, with what they can no longer do."""
    hand.take("ada", "recommender:manage")
    (finding,) = audited(live, admin=viewer).findings
    hand.give("ada", "recommender:manage")

    assert finding.text == "role model-api/recommender:manage of person ada is declared, and missing in Keycloak"
    assert finding.access == ("ada can no longer manage recommender: role taken away by hand",)
    assert (finding.author and finding.author.what, finding.removal) == ("taken away", None)
    assert found(live, viewer) == []


def _is_audience(mapper: dict[str, Any]) -> bool:
    return bool(mapper["protocolMapper"] == "oidc-audience-mapper" and mapper["config"].get("included.custom.audience"))


def _hardcoded_role() -> dict[str, object]:
    kind = {"protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-role-mapper"}
    return {"name": "by-hand", **kind, "config": {"role": "model-api.credit-scorer:manage"}}


def _endpoints() -> dict[str, str]:
    url = "https://login.example.com"
    return {"authorizationUrl": f"{url}/auth", "tokenUrl": f"{url}/token", "clientId": "x", "clientSecret": "s3cr3t"}
