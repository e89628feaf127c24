"""What the realm itself refuses of clients."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.declarations.declarations import NO_MAIL, build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from tests.support.declarations.synthesis import Synthesized

pytestmark = pytest.mark.unit

PROFILE, POLICY = "keycloak_realm_client_policy_profile", "keycloak_realm_client_policy_profile_policy"
APPS = ("https://a.example.com/cb", "com.example.app:/callback", "http://a.example.com/cb", "app:/callback")
REDIRECTS = "secure-redirect-uris-enforcer"


def build(*redirect_uris: str, **api: object) -> Synthesized:
    """Synthesize an API and, where there are redirect URIs, an application with the newest provider."""
    realm = {"name": "ml", "login": NO_MAIL, "ssl_required": "external"}
    applications = {"notebook": {"redirect_uris": redirect_uris}} if redirect_uris else {}
    return build_declaration(
        declare(realm=realm, api={"client_id": "scorer", **api}, applications=applications), NEWEST
    )


def executors(stack: Synthesized, profile: str) -> dict[str, dict[str, str]]:
    """Return the settings of a profile's executors by name."""
    return {each["name"]: each.get("configuration", {}) for each in stack.named(PROFILE, profile)["executor"]}


def patterns(stack: Synthesized) -> list[tuple[set[str], list[str]]]:
    """Return which URLs of clients must be like what."""
    found = stack.named(PROFILE, "ml-clients")["executor"]
    settings = [each["configuration"] for each in found if each["name"] == "secure-client-uris-pattern"]
    return [(set(json.loads(each["client-uri-fields"])), json.loads(each["allowed-patterns"])) for each in settings]


def test_older_provider_has_none() -> None:
    """What 4.5.0 lacks is not written; nothing else changes."""
    stack = build_declaration(declare(), OLDEST)
    assert [stack.resources(kind) for kind in (PROFILE, POLICY)] == [[], []]


def test_realm_can_do_without() -> None:
    """`client_policies: false` takes them back."""
    stack = build_declaration(declare(realm={"name": "ml", "login": NO_MAIL, "client_policies": False}), NEWEST)
    assert [stack.resources(kind) for kind in (PROFILE, POLICY)] == [[], []]


def test_clients_are_judged_whoever_writes_them() -> None:
    """An administrator, the registration endpoint, with a token or without."""
    stack = build()
    (condition,) = stack.named(POLICY, "ml-clients")["condition"]
    assert condition["name"] == "client-updater-context"
    assert sorted(json.loads(condition["configuration"]["update-client-source"])) == [
        "ByAnonymous",
        "ByAuthenticatedUser",
        "ByInitialAccessToken",
        "ByRegistrationAccessToken",
    ]
    assert sorted(executors(stack, "ml-clients")) == [
        "full-scope-disabled",
        "secure-client-authenticator",
        "secure-client-uris",
        REDIRECTS,
    ]


def test_requests_of_every_client_are_judged() -> None:
    """Also those of Keycloak's own clients."""
    stack = build()
    assert stack.named(POLICY, "ml-requests")["condition"] == [{"name": "any-client"}]
    assert sorted(executors(stack, "ml-requests")) == ["pkce-enforcer", "reject-implicit-grant", "reject-ropc-grant"]


def test_nobody_registers_or_changes_a_client_by_a_token() -> None:
    """Keycloak's representation of a client binds a login flow to it, past a second factor, and no rule sees that."""
    stack = build()
    assert executors(stack, "ml-self-service") == {"reject-request": {}}
    (condition,) = stack.named(POLICY, "ml-self-service")["condition"]
    assert condition["name"] == "client-updater-context"
    refused = json.loads(condition["configuration"]["update-client-source"])
    assert refused == ["ByInitialAccessToken", "ByRegistrationAccessToken"]


def test_new_realm_gets_them_anew() -> None:
    """The provider would change them in a realm of another name, where they are not, and report success."""
    stack = build()
    made = [each for kind in (PROFILE, POLICY) for each in stack.resources(kind)]
    (realm,) = {each["realm_id"] for each in made}
    (mark,) = [name for name, body in stack.json["resource"]["terraform_data"].items() if body.get("input") == realm]
    assert [each["lifecycle"] for each in made] == [{"replace_triggered_by": [f"terraform_data.{mark}"]}] * 6


def test_nothing_is_corrected() -> None:
    """An executor that changes clients by itself would undo what Terraform writes."""
    stack = build()
    settings = [setting for name in ("ml-clients", "ml-requests") for setting in executors(stack, name).items()]
    corrections = {name: found["auto-configure"] for name, found in settings if "auto-configure" in found}
    assert corrections == dict.fromkeys(
        ["full-scope-disabled", "pkce-enforcer", "reject-implicit-grant", "reject-ropc-grant"], "false"
    )


def test_declared_password_grant_is_let_through() -> None:
    """Where the API has it, the policy does not refuse it; the realm's own flow does, to every other client."""
    assert "reject-ropc-grant" not in executors(build(direct_access_grants=True), "ml-requests")


@pytest.mark.parametrize(
    ("redirect_uri", "http", "wildcard", "more"),
    [
        ("https://a.example.com/cb", "false", "false", {"secure-client-uris"}),
        ("https://a.example.com/*", "false", "true", {"secure-client-uris"}),
        ("http://127.0.0.1:8888/cb", "true", "false", {"secure-client-uris-pattern"}),
        ("http://[::1]:8888/cb", "true", "false", {"secure-client-uris-pattern"}),
        ("http://a.example.com/cb", "true", "false", {"secure-client-uris-pattern"}),
    ],
)
def test_urls_are_as_safe_as_the_declared_ones(redirect_uri: str, http: str, wildcard: str, more: set[str]) -> None:
    """Http and wildcards are let through only where a client is declared to have them; http on loopback stays there."""
    found = executors(build(redirect_uri), "ml-clients")
    assert found[REDIRECTS] == {
        "allow-http-scheme": http,
        "allow-ipv4-loopback-address": http,
        "allow-ipv6-loopback-address": http,
        "allow-wildcard-context-path": wildcard,
    }
    assert {name for name in found if name.startswith("secure-client-uris")} == more


@pytest.mark.parametrize(
    ("url", "passes"),
    [
        ("http://127.0.0.1", True),
        ("http://127.8.8.8:1/cb", True),
        ("http://[::1]:8888/cb", True),
        ("http://[0:0:0:0:0:0:0:1]/cb", True),
        ("https://a.example.com/cb", True),
        ("http://a.example.com/cb", False),
        ("http://127.0.0.1.example.com/cb", False),
        ("http://127.0.0.1@example.com/cb", False),
        ("http://[::1].example.com/cb", False),
        ("http://[::2]/cb", False),
        ("http://[1::1]/cb", False),
        ("http://localhost/cb", False),
    ],
)
def test_http_on_loopback_stays_on_loopback(url: str, passes: bool) -> None:  # noqa: FBT001 - parametrized
    """Any address that the declaration takes for this machine passes, in patterns that Java reads as Python does."""
    (fields, allowed), _ = patterns(build("http://[::1]/cb"))
    assert fields == {"redirectUris", "postLogoutRedirectUris"}
    assert any(re.fullmatch(pattern, url) for pattern in allowed) == passes
    assert [pattern for pattern in allowed if re.search(r"\[[^]]*\[", pattern.replace(r"\[", ""))] == []


def test_apps_own_schemes_are_let_through_where_one_is_declared() -> None:
    """RFC 8252 section 7.1; what is neither https nor such a scheme stays refused."""
    stack = build("https://a.example.com/cb", "com.example.app:/callback")
    found = executors(stack, "ml-clients")
    assert found[REDIRECTS]["allow-private-use-uri-scheme"] == "true"
    assert found[REDIRECTS]["allow-http-scheme"] == "false"
    (_, [https, *_, apps]), _ = patterns(stack)
    assert [re.fullmatch(f"{https}|{apps}", url) is not None for url in APPS] == [True, True, False, False]
    assert "secure-client-uris" not in found


@pytest.mark.parametrize("redirect_uri", ["http://127.0.0.1/cb", "http://a.example.com/cb", "com.example.app:/cb"])
def test_keycloak_calls_nobody_by_http_for_a_redirect(redirect_uri: str) -> None:
    """Where a redirect URI is http, or an app's, keys and logouts stay https: no client is declared with other ones."""
    *_, (fields, allowed) = patterns(build(redirect_uri))
    assert {"jwksUri", "backchannelLogoutUrl", "adminUrl", "requestUris"} < fields
    assert allowed == ["https://.*"]
    other = patterns(build(redirect_uri, base_url="http://a.example.com"))
    assert [fields for fields, _ in other if "jwksUri" in fields] == []


@pytest.mark.parametrize("api", [{"base_url": "http://a.example.com"}, {"admin_url": "http://a.example.com"}])
def test_other_http_urls_leave_redirects_strict(api: dict[str, Any]) -> None:
    """A link by http takes the rule about all URLs away, and not the one about redirect URIs."""
    found = executors(build(**api), "ml-clients")
    assert ("secure-client-uris" in found, found[REDIRECTS]["allow-http-scheme"]) == (False, "false")


def test_lists_are_written_as_the_provider_reads_them() -> None:
    """Without spaces: else the plan never settles."""
    stack = build("http://127.0.0.1:8888/cb")
    settings = [each.get("configuration", {}) for each in stack.named(PROFILE, "ml-clients")["executor"]]
    texts = [text for found in settings for text in found.values() if "[" in text]
    assert len(texts) == 5
    assert [json.dumps(json.loads(text), separators=(",", ":")) for text in texts] == texts


def test_clients_come_after_the_policies() -> None:
    """What a client is changed to is judged by what is declared now: the policies change first."""
    stack = build("https://a.example.com/cb")
    ((name, _),) = [
        (name, body) for name, body in stack.json["resource"][POLICY].items() if body["name"] == "ml-self-service"
    ]
    clients = {client["client_id"]: client for client in stack.resources("keycloak_openid_client")}
    assert clients["scorer"]["depends_on"] == [f"{POLICY}.{name}"]
    ((new, optional),) = stack.json["resource"]["keycloak_realm_optional_client_scopes"].items()
    ((first, default),) = stack.json["resource"]["keycloak_realm_default_client_scopes"].items()
    assert clients["notebook"]["realm_id"] == f"${{keycloak_realm_optional_client_scopes.{new}.realm_id}}"
    assert optional["realm_id"] == f"${{keycloak_realm_default_client_scopes.{first}.realm_id}}"
    assert default["realm_id"] == f"${{{POLICY}.{name}.realm_id}}"
