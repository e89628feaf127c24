"""Settings by the names that Keycloak has for them, and what is never read."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from tools.audit.built_in import BuiltIn
from tools.audit.canonical import ANY_VALUE, configured, is_secret
from tools.audit.comparison import compare, expected_facts
from tools.audit.declared.facts import declared_facts
from tools.audit.declared.sources import directory_settings
from tools.audit.facts import Fact, Kind
from tools.audit.live.facts import live_facts
from tools.audit.live.snapshot import Snapshot
from tools.audit.wording import said

pytestmark = pytest.mark.unit

SECRETS = ("clientSecret", "client_secret", "bindCredential", "smtpServer.password", "privateKey", "secret")
OPEN = ("passwordPolicy", "resetPasswordAllowed", "clientAuthenticatorType", "use.jwks.string", "credentialId")


def setting(owner: str, name: str) -> Fact:
    """Return a setting."""
    return Fact(Kind.SETTING, owner, name)


@pytest.mark.parametrize(("names", "secret"), [(SECRETS, True), (OPEN, False)])
def test_secrets_are_told_by_their_names(names: tuple[str, ...], *, secret: bool) -> None:
    """What may hold a secret is told apart from what says something about secrets."""
    assert {name: is_secret(name) for name in names} == dict.fromkeys(names, secret)


def test_secrets_of_a_realm_are_not_read() -> None:
    """No fact holds a secret of the mail server, of a client, of a directory or of a mapper."""
    canary = "s3cr3t-canary"
    component = {
        "id": "1",
        "name": "ldap",
        "providerId": "ldap",
        "providerType": "org.keycloak.storage.UserStorageProvider",
    }
    mapper = {"id": "2", "name": "m", "protocolMapper": "k", "config": {"my.secret": canary}}
    client = {"id": "3", "clientId": "c", "protocolMappers": [mapper], "attributes": {"jwt.credential": canary}}
    others = {
        "components": [{**component, "config": {"bindCredential": [canary]}}],
        **{key: [] for key in ("default groups", "default scopes", "optional scopes", "providers", "flows")},
        **{key: [] for key in ("required actions", "initial access")},
        **{key: {} for key in ("policies", "profiles", "events")},
    }
    snapshot = Snapshot(
        realm={"id": "r", "smtpServer": {"host": "mail", "password": canary}},
        clients=[client],
        roles={"": []},
        client_roles_in_scope={"3": {}},
        others=others,
    )

    facts = live_facts(snapshot).facts

    assert facts[setting("realm", "smtpServer.host")] == "mail"
    assert canary not in repr(facts)


def test_arguments_become_settings() -> None:
    """Arguments of the provider are the settings that Keycloak keeps; what only an apply knows may be anything."""
    stack = {
        "variable": {"host": {"type": "string"}},
        "resource": {
            "keycloak_realm": {
                "Realm": {
                    "realm": "ml",
                    "ssl_required": "all",
                    "sso_session_max_lifespan": "10h",
                    "revoke_refresh_token": True,
                    "user_managed_access": True,
                    "verify_email": False,
                    "smtp_server": {"host": "${var.host}", "auth": {"username": "u", "password": "${var.host}"}},
                    "security_defenses": {
                        "brute_force_detection": {"max_login_failures": 5},
                        "headers": {"x_xss_protection": "0", "x_frame_options": "DENY"},
                    },
                }
            },
            "keycloak_openid_client": {
                "Client": {
                    "realm_id": "ml",
                    "client_id": "batch",
                    "access_type": "PUBLIC",
                    "valid_redirect_uris": ["https://b", "https://a"],
                    "access_token_lifespan": "300",
                    "extra_config": {"use.jwks.url": "true"},
                }
            },
        },
    }
    facts = declared_facts(Configuration({"ml": stack})).facts
    found = {fact: value for fact, value in facts.items() if fact.kind is Kind.SETTING and value}

    assert found == {
        setting("realm", "sslRequired"): "all",
        setting("realm", "ssoSessionMaxLifespan"): "36000",
        setting("realm", "revokeRefreshToken"): "true",
        setting("realm", "userManagedAccessAllowed"): "true",
        setting("realm", "smtpServer.host"): ANY_VALUE,
        setting("realm", "smtpServer.auth"): "true",
        setting("realm", "smtpServer.user"): "u",
        setting("realm", "bruteForceProtected"): "true",
        setting("realm", "failureFactor"): "5",
        setting("realm", "browserSecurityHeaders.xXSSProtection"): "0",
        setting("realm", "browserSecurityHeaders.xFrameOptions"): "DENY",
        setting("client batch", "publicClient"): "true",
        setting("client batch", "redirectUris"): '["https://a", "https://b"]',
        setting("client batch", "attributes.access.token.lifespan"): "300",
        setting("client batch", "attributes.use.jwks.url"): "true",
        setting("client batch", "attributes.backchannel.logout.session.required"): "true",
        setting("client batch", "attributes.use.refresh.tokens"): "true",
    }


def test_settings_of_a_declared_client_start_with_those_of_a_new_one() -> None:
    """What a resource leaves out is as Keycloak makes it; what is off and what is not set are the same."""
    stack = {"resource": {"keycloak_openid_client": {"C": {"realm_id": "ml", "client_id": "batch", "enabled": False}}}}
    built_in = BuiltIn({}, {"enabled": "true", "protocol": "openid-connect"})
    expected = expected_facts(declared_facts(Configuration({"ml": stack})), built_in)
    client, protocol, flag = Fact(Kind.CLIENT, "", "batch"), setting("client batch", "protocol"), "fullScopeAllowed"
    names = ("attributes.backchannel.logout.session.required", "attributes.use.refresh.tokens", flag)
    live = {client: "", protocol: "openid-connect", **{setting("client batch", name): "true" for name in names}}

    assert [said(each) for each in compare(expected, live)] == [
        "fullScopeAllowed of client batch is true, declared is nothing"
    ]


def test_configurations_are_compared_without_what_is_off() -> None:
    """A mapper's text has its settings in order, without those that are off or secret."""
    assert configured("kind", {"b": "2", "a": "1", "off": "false", "none": "", "a.secret": "x"}) == "kind\na=1\nb=2"


@pytest.mark.parametrize(("timeout", "held"), [("5s", "5000"), ("0s", "")])
def test_a_directory_without_a_timeout_has_none_set(timeout: str, held: str) -> None:
    """Of a timeout of nothing the provider sends nothing, so that what is not set is as declared."""
    directory = {"realm_id": "ml-prod", "name": "corp", "connection_timeout": timeout}
    code = {"resource": {"keycloak_ldap_user_federation": {"corp": directory}}}
    configuration = Configuration({"ml": code})
    declared = dict(
        directory_settings(next(iter(configuration.resources("keycloak_ldap_user_federation"))), configuration)
    )
    assert declared[setting("directory corp", "connectionTimeout")] == held
