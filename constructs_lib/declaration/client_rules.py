"""Rules by which a realm itself refuses clients that fall short (Keycloak guide "Client policies")."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.declaration.client_urls import ClientUrls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.props import ClientRegistrationProps, Declaration

__all__ = ["ClientRule", "RuleSet", "client_rule_sets"]

# An executor that corrects clients by itself would undo what Terraform writes: the plan would never settle.
_CORRECT_NOTHING = {"auto-configure": "false"}
_CORRECT = {"auto-configure": "true"}
_OF_REGISTERED = (
    *("full-scope-disabled", "consent-required", "pkce-enforcer"),
    # Keycloak 26.7.3 fails where a registration says nothing of these flows, and nothing sets them.
    *("reject-implicit-grant", "reject-ropc-grant"),
)
# A page of Keycloak's own would hold the URL in a frame, with the person's session in it; no rule judges its host.
_NO_FRAME = {"allow-front-channel-logout": "false"}
# This flow asks for no redirect URI, so that no host would bound who gets the code.
_DEVICES = {"attributes": '[{"key":"oauth2.device.authorization.grant.enabled","value":"true"}]'}
# Nor has this one, nor a channel here by which Keycloak would ask people.
_CHANNELS = {"attributes": '[{"key":"oidc.ciba.grant.enabled","value":"true"}]'}
# By Authorization Services a client asks who has an account, and which groups somebody is in, without consent.
# Keycloak gives each client that has them a role of this name.
_ASKS_OF_PEOPLE = {"roles": '["uma_protection"]'}
# What holds for them as for all others.
_ALIKE = ("secure-redirect-uris-enforcer", "secure-client-authenticator")
_BY_THEMSELVES = ["ByInitialAccessToken", "ByRegistrationAccessToken"]
_CHANGE_THEMSELVES = ["ByRegistrationAccessToken"]
_WHOEVER_ELSE = ["ByAuthenticatedUser", "ByAnonymous"]
_REDIRECTS = ["redirectUris", "postLogoutRedirectUris"]
# As Java reads them, to which a bracket within brackets begins another class: Keycloak passes over what it cannot read.
_LOOPBACK = ["127([.][0-9]{1,3}){3}", r"\[(0*:)+0*1\]"]
_HTTPS_OR_LOOPBACK = ["https://.*", *(f"http://{host}(:[0-9]+)?(/.*)?" for host in _LOOPBACK)]
_HERE, _ON_LOOPBACK = "127.0.0.1", "http://127[.]0[.]0[.]1(:[0-9]+)?(/.*)?"
_EVERY_URL = [
    *("rootUrl", "adminUrl", "baseUrl", "redirectUris", "webOrigins", "jwksUri", "requestUris"),
    *("backchannelLogoutUrl", "postLogoutRedirectUris", "cibaClientNotificationEndpoint", "logoUri", "policyUri"),
    *("tosUri", "sectorIdentifierUri"),
]
# What Keycloak itself calls: on no host by http, its own included.
_CALLED = [
    "adminUrl",
    "jwksUri",
    "requestUris",
    "backchannelLogoutUrl",
    "cibaClientNotificationEndpoint",
    "sectorIdentifierUri",
]
_NOWHERE = "(?!)"
_APPS = "[a-z][a-z0-9-]*([.][a-z0-9-]+)+:/.*"
_AUTHENTICATORS = ["client-jwt", "client-secret", "client-x509", "federated-jwt"]


@dataclass(frozen=True)
class ClientRule:
    """An executor or a condition.

    Attributes:
        name: Keycloak's name of it.
        configuration: Its settings, by Keycloak's names.
    """

    name: str
    configuration: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RuleSet:
    """What becomes a profile and a policy of one name.

    Attributes:
        name: The name.
        when: The conditions, which must all hold.
        rules: The executors.
    """

    name: str
    when: tuple[ClientRule, ...]
    rules: tuple[ClientRule, ...]


_REFUSED = (ClientRule("reject-request"),)


def client_rule_sets(declaration: Declaration) -> tuple[RuleSet, ...]:
    """Return what a realm refuses, in the order in which it is made.

    `ml-clients` judges what clients are made and changed to; `ml-requests` that, and every request of every client,
    Keycloak's own included. Clients that register themselves cannot say all that these ask for (RFC 7591 has no word
    for PKCE): where they may, `ml-registered` sets it and judges the rest, `ml-saml` refuses another protocol,
    `ml-authorization` Authorization Services, and `ml-ciba` and `ml-devices` two flows, whoever makes a client of them:
    Keycloak knows that of one once it is written.

    `ml-self-service` refuses what no rule can judge: to register with a token, where that is not declared, and to
    change a client with its own. Keycloak's representation of a client binds login flows to it, past a second factor.
    It is last, so that it lets nobody in before the others are there.

    Args:
        declaration: Whose clients must pass.
    """
    registration = declaration.realm.client_registration
    sources = _WHOEVER_ELSE if registration else [*_WHOEVER_ELSE, *_BY_THEMSELVES]
    others = _updated(_BY_THEMSELVES, **{"is-negative-logic": "true"})
    return (
        RuleSet("ml-clients", (_updated(sources),), tuple(_of_clients(declaration))),
        RuleSet(
            "ml-requests",
            (ClientRule("any-client"), *([others] if registration else [])),
            tuple(_of_requests(declaration)),
        ),
        *(_of_registration(declaration, registration) if registration else []),
        RuleSet("ml-self-service", (_updated(_CHANGE_THEMSELVES if registration else _BY_THEMSELVES),), _REFUSED),
    )


def _updated(sources: Sequence[str], **more: str) -> ClientRule:
    return ClientRule("client-updater-context", {"update-client-source": _json(sources), **more})


def _of_registration(declaration: Declaration, props: ClientRegistrationProps) -> list[RuleSet]:
    hosts = sorted(host for host in set(props.redirect_hosts) if host != _HERE)
    patterns = [f"https://{host.replace('.', '[.]')}(:[0-9]+)?(/.*)?" for host in hosts]
    visited = [*patterns, *([_ON_LOOPBACK] if _HERE in props.redirect_hosts else [])]
    # Keycloak's registration policies look at some of the URLs alone; it calls others itself: none on its own machine.
    urls = {"client-uri-fields": _json(_EVERY_URL), "allowed-patterns": _json(visited)}
    called = {"client-uri-fields": _json(_CALLED), "allowed-patterns": _json(patterns or [_NOWHERE])}
    judged = [rule for rule in _of_clients(declaration) if rule.name in _ALIKE]
    rules = (
        *(ClientRule(name, _CORRECT) for name in _OF_REGISTERED),
        ClientRule("secure-client-uris-pattern", urls),
        *([ClientRule("secure-client-uris-pattern", called)] if visited != patterns else []),
        ClientRule("secure-logout", _NO_FRAME),
        *judged,
    )
    return [
        RuleSet("ml-registered", (_updated(_BY_THEMSELVES),), rules),
        # SAML has none of what is asked for, and makes a key, which takes Keycloak a minute.
        RuleSet("ml-saml", (ClientRule("client-type", {"protocol": "saml"}),), _REFUSED),
        RuleSet("ml-authorization", (ClientRule("client-roles", _ASKS_OF_PEOPLE),), _REFUSED),
        RuleSet("ml-ciba", (ClientRule("client-attributes", _CHANNELS),), _REFUSED),
        RuleSet("ml-devices", (ClientRule("client-attributes", _DEVICES),), _REFUSED),
    ]


def _of_clients(declaration: Declaration) -> list[ClientRule]:
    urls = ClientUrls(declaration)
    # Keycloak takes http on loopback only where it takes http at all: the patterns then say where.
    http = _flag(urls.loopback or urls.plain_http)
    redirects = {
        "allow-ipv4-loopback-address": http,
        "allow-ipv6-loopback-address": http,
        "allow-http-scheme": http,
        "allow-wildcard-context-path": _flag(urls.wildcard),
    }
    if urls.app:
        redirects["allow-private-use-uri-scheme"] = _flag(urls.app)
    allowed = [*_HTTPS_OR_LOOPBACK, *([_APPS] if urls.app else [])]
    patterns = {"client-uri-fields": _json(_REDIRECTS), "allowed-patterns": _json(allowed)}
    called = {"client-uri-fields": _json(_CALLED), "allowed-patterns": _json(["https://.*"])}
    loosened = urls.any_http or urls.app
    by_pattern = (urls.loopback or urls.app) and not urls.plain_http
    authenticators = {
        "allowed-client-authenticators": _json(_AUTHENTICATORS),
        "default-client-authenticator": "client-secret",
    }
    return [
        ClientRule("full-scope-disabled", _CORRECT_NOTHING),
        ClientRule("secure-redirect-uris-enforcer", redirects),
        *([ClientRule("secure-client-uris-pattern", patterns)] if by_pattern else []),
        *([ClientRule("secure-client-uris-pattern", called)] if loosened and not urls.other_http else []),
        *([] if loosened else [ClientRule("secure-client-uris")]),
        ClientRule("secure-client-authenticator", authenticators),
    ]


def _of_requests(declaration: Declaration) -> list[ClientRule]:
    takes_passwords = any(api.direct_access_grants for api in declaration.every_api.values())
    return [
        ClientRule("reject-implicit-grant", _CORRECT_NOTHING),
        *([] if takes_passwords else [ClientRule("reject-ropc-grant", _CORRECT_NOTHING)]),
        ClientRule("pkce-enforcer", _CORRECT_NOTHING),
    ]


def _json(values: Sequence[str]) -> str:
    """Return a list as the provider reads it back: a text without spaces."""
    return json.dumps(values, separators=(",", ":"))


def _flag(value: bool) -> str:  # noqa: FBT001 - what is written
    return str(value).lower()
