"""KC-CLIENT-SETTING."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback, is_loopback_address
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.addresses import is_closed, scheme_of
from constructs_lib.guardrails.terraform.readings import is_switched_on, may_be_on
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["OpenSettings"]

# Entries of extra_config, with the argument that says the same, where a provider has one that no other rule reads.
_GRANTS = {
    "oidc.ciba.grant.enabled": None,
    "oauth2.jwt.authorization.grant.enabled": "oauth2_jwt_authorization_grant_enabled",
    "oauth2.device.authorization.grant.enabled": None,
}
_EXCHANGE, _EXCHANGE_ARGUMENT = "standard.token.exchange.enabled", "standard_token_exchange_enabled"
_ADDRESSES = ("backchannel_logout_url", "frontchannel_logout_url")
# Where Keycloak links to, and what relative addresses of a client are relative to.
_LINKS = ("base_url", "root_url")
# What names an address, or a list of them, is called so: `jwks.url`, `logoUri`, `ciba.….notification.endpoint`.
_ADDRESS = re.compile(r"(?:ur[il]s?|endpoint)(?![a-z])", re.IGNORECASE)
_LISTS = ("request.uris", "post.logout.redirect.uris")
_SEPARATOR = "##"
# Keycloak takes it beside the client's own until it expires, and no argument says so.
_ROTATED = "client.secret.rotated"
_CHALLENGE = "pkce.code.challenge.method"
# Without its issuer, an answer of another server passes for one of this (RFC 9207); later providers have an argument.
_NO_ISSUER, _NO_ISSUER_ARGUMENT = "exclude.issuer.from.auth.response", "exclude_issuer_from_auth_response"
# A login by a password in the request's header, past the second factor of the browser's login.
_ECP = "saml.allow.ecp.flow"


class OpenSettings(Rule):
    """What a client may do is not opened by a setting beside its arguments."""

    id = "KC-CLIENT-SETTING"
    info = "a setting of a client opens a grant, or an address, that its arguments keep closed"
    why = (
        "extra_config overrides what the arguments say: a grant that nobody declared gives tokens, and an address over "
        "http, or with a wildcard, gives keys and requests to whoever is on the way. A rotated secret is valid, too."
    )
    source = "ASVS 5.0 V10.4.4, RFC 9700 sections 2.1.1 and 2.6, RFC 9101 section 10.4, RFC 9207"
    remedy = "remove the setting, or write https addresses in full; declare an exchange for a consumer that needs one"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to grants, exchanges, addresses, second secrets and challenges, and to ECP of SAML clients."""
        yield from _links(configuration)
        for client in configuration.resources("keycloak_openid_client"):
            for fault in (*_grants(client), *_addresses(client)):
                yield client.violation(fault)
            if is_switched_on(client.flag_setting(_NO_ISSUER)) or client.is_true(_NO_ISSUER_ARGUMENT):
                yield client.violation(f"{_NO_ISSUER} is on")
            settings = client.arguments.get("extra_config")
            if isinstance(settings, dict) and settings.get(_ROTATED) not in (None, ""):
                yield client.violation(f"{_ROTATED} is a second secret")
            method = client.setting(_CHALLENGE)
            if method not in (None, "", "S256") and not isinstance(method, Symbol):
                yield client.violation(f"{_CHALLENGE} must be S256, got '{method}'")
        for client in configuration.resources("keycloak_saml_client"):
            for fault in _settings(client):
                yield client.violation(fault)
            if may_be_on(client.flag_setting(_ECP)):
                yield client.violation(f"{_ECP} is on, or known at apply alone: it logs people in by password alone")


def _links(configuration: Configuration) -> Iterator[Violation]:
    """By the first Keycloak tells a client who logged out; to the others its pages link."""
    declared = {  # checked as such
        url
        for checked in configuration.declared
        for api in checked.declaration.every_api.values()
        for url in (api.admin_url, api.base_url)
    }
    for client in configuration.resources("keycloak_openid_client", "keycloak_saml_client"):
        for argument in ("admin_url", *_LINKS):
            if (text := _spelled(client.value(argument))) not in declared and _is_open(text):
                yield client.violation(f"{argument} must use https, got '{text}'", stays_here=is_loopback(text))


def _grants(client: Resource) -> Iterator[str]:
    for key, argument in _GRANTS.items():
        if is_switched_on(client.flag_setting(key)) or (argument and client.is_true(argument)):
            yield f"{key} is on"
    if not _is_consumer(client) and (
        is_switched_on(client.flag_setting(_EXCHANGE)) or client.is_true(_EXCHANGE_ARGUMENT)
    ):
        yield f"{_EXCHANGE} is on, of a client that no exchange is declared for"


def _is_consumer(client: Resource) -> bool:
    """Tell whether a client is of the construct whose consumers may be declared to trade tokens."""
    return "/Consumers/Client[" in client.path


def _addresses(client: Resource) -> Iterator[str]:
    for argument in _ADDRESSES:
        if _is_open(text := _spelled(client.value(argument))):
            yield f"{argument.replace('_', '.')} must use https, got '{text}'"
    for key in _LISTS:
        for uri in _spelled(client.setting(key)).split(_SEPARATOR):
            if "*" in uri:
                yield f"{key} has a wildcard, '{uri}'"
    yield from _settings(client)


def _settings(client: Resource) -> Iterator[str]:
    """Yield each setting with an address in clear text, whatever Keycloak does there."""
    settings = client.arguments.get("extra_config")
    for key in settings if isinstance(settings, dict) else ():
        if _ADDRESS.search(key):
            for uri in _spelled(client.setting(key)).split(_SEPARATOR):
                if "*" not in uri and _is_open(uri):
                    yield f"{key} must use https, got '{uri}'"


def _is_open(text: str) -> bool:
    """Tell whether a URL has another scheme than https, but for http on this machine and apps' own schemes."""
    scheme = scheme_of(text)
    if scheme is None or is_closed(scheme):
        return False
    return not (text.lower().startswith("http://") and is_loopback_address(text))


def _spelled(value: object) -> str:
    return (value.pattern or "" if isinstance(value, Symbol) else value if isinstance(value, str) else "").strip()
