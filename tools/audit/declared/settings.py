"""Settings that resources make, by the names that Keycloak has for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.durations import seconds
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives
from tools.audit.canonical import ANY_VALUE, is_secret, setting_text
from tools.audit.declared.arguments import given_arguments
from tools.audit.declared.camel import camel
from tools.audit.facts import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["TYPED_ATTRIBUTES", "DeclaredSettings"]

_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:h|m|s|ms))+")
# What names something, or is told by facts of its own.
_NO_SETTING = frozenset({"realm_id", "client_id", "realm", "terraform_deletion_protection", "import", "lifecycle"})
_REALM = {
    "security_defenses.brute_force_detection.max_login_failures": "failureFactor",
    "security_defenses.brute_force_detection.failure_reset_time_seconds": "maxDeltaTimeSeconds",
    "security_defenses.headers.x_xss_protection": "browserSecurityHeaders.xXSSProtection",
    "smtp_server.from_display_name": "smtpServer.fromDisplayName",
    "smtp_server.auth.username": "smtpServer.user",
    "user_managed_access": "userManagedAccessAllowed",
    "internationalization.supported_locales": "supportedLocales",
    "internationalization.default_locale": "defaultLocale",
}
_REALM_BLOCKS = {
    "security_defenses.brute_force_detection.": "",
    "security_defenses.headers.": "browserSecurityHeaders.",
    "smtp_server.": "smtpServer.",
}
_CLIENT = {
    "valid_redirect_uris": "redirectUris",
    "frontchannel_logout_enabled": "frontchannelLogout",
    "pkce_code_challenge_method": "attributes.pkce.code.challenge.method",
    "access_token_lifespan": "attributes.access.token.lifespan",
    "oauth2_device_authorization_grant_enabled": "attributes.oauth2.device.authorization.grant.enabled",
    "use_refresh_tokens": "attributes.use.refresh.tokens",
    "use_refresh_tokens_client_credentials": "attributes.client_credentials.use_refresh_token",
    "client_session_idle_timeout": "attributes.client.session.idle.timeout",
    "client_session_max_lifespan": "attributes.client.session.max.lifespan",
    "client_offline_session_idle_timeout": "attributes.client.offline.session.idle.timeout",
    "client_offline_session_max_lifespan": "attributes.client.offline.session.max.lifespan",
    "backchannel_logout_url": "attributes.backchannel.logout.url",
    "backchannel_logout_session_required": "attributes.backchannel.logout.session.required",
    "backchannel_logout_revoke_offline_sessions": "attributes.backchannel.logout.revoke.offline.tokens",
    "frontchannel_logout_url": "attributes.frontchannel.logout.url",
    "exclude_session_state_from_auth_response": "attributes.exclude.session.state.from.auth.response",
    "display_on_consent_screen": "attributes.display.on.consent.screen",
    "consent_screen_text": "attributes.consent.screen.text",
    "require_dpop_bound_tokens": "attributes.dpop.bound.access.tokens",
    "standard_token_exchange_enabled": "attributes.standard.token.exchange.enabled",
    "oauth2_jwt_authorization_grant_enabled": "attributes.oauth2.jwt.authorization.grant.enabled",
    "login_theme": "attributes.login_theme",
}
TYPED_ATTRIBUTES = frozenset(
    name.removeprefix("attributes.") for name in _CLIENT.values() if name.startswith("attributes.")
)
"""Attributes of clients that have an argument of the provider's, which refuses them among others."""
_ACCESS = {
    "PUBLIC": {"publicClient": "true"},
    "CONFIDENTIAL": {},
    "BEARER-ONLY": {"bearerOnly": "true"},
}
# Arguments that the provider keeps to itself.
_OF_PROVIDER = ("_wo_version", "_regenerate_when_changed")
# What the provider writes where nothing is said (4.5.0 as 5.9.0).
_OF_PROVIDER_REALM = {"browserSecurityHeaders.xXSSProtection": "1; mode=block"}
_OF_PROVIDER_CLIENT = {
    "standardFlowEnabled": "",
    "attributes.backchannel.logout.session.required": "true",
    "attributes.use.refresh.tokens": "true",
}
_PERSON = ("enabled", "email", "email_verified", "first_name", "last_name")


class DeclaredSettings:
    """Reads settings out of resources.

    Args:
        configuration: The stacks of an environment.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration

    def of(self, resource: Resource) -> Iterator[tuple[Fact, str]]:
        """Yield the settings of one resource."""
        match resource.type:
            case "keycloak_realm":
                yield from self._realm(resource)
            case "keycloak_realm_events" | "keycloak_authentication_bindings":
                for name, value in self._arguments(resource):
                    yield Fact(Kind.SETTING, "realm", camel(name)), self._text(value)
            case "keycloak_openid_client":
                yield from self._client(resource)
            case "keycloak_user":
                owner = f"person {(resource.text('username') or '?').lower()}"
                for name in _PERSON:
                    value = resource.value(name)
                    # What is not declared is the person's own.
                    is_own = value is None or name in resource.ignored
                    yield Fact(Kind.SETTING, owner, camel(name)), ANY_VALUE if is_own else self._text(value)
            case _:
                return

    def _realm(self, realm: Resource) -> Iterator[tuple[Fact, str]]:
        found = dict(_OF_PROVIDER_REALM)
        for path, value in _flat(self._arguments(realm)):
            if path.startswith("attributes."):
                name = path
            elif path in _REALM:
                name = _REALM[path]
            else:
                block = next((each for each in _REALM_BLOCKS if path.startswith(each)), "")
                name = _REALM_BLOCKS.get(block, "") + camel(path.removeprefix(block))
            if not is_secret(path):
                found[name] = self._text(value)
        if realm.is_set("security_defenses.brute_force_detection"):
            found["bruteForceProtected"] = "true"
        if realm.is_set("smtp_server.auth"):
            found["smtpServer.auth"] = "true"
        if realm.is_set("internationalization"):
            found["internationalizationEnabled"] = "true"
        for name in realm.ignored:
            found[camel(name)] = ANY_VALUE
        yield from ((Fact(Kind.SETTING, "realm", name), value) for name, value in found.items())

    def _client(self, client: Resource) -> Iterator[tuple[Fact, str]]:
        found = {**_OF_PROVIDER_CLIENT, "publicClient": "", "bearerOnly": ""}
        for name, value in self._arguments(client):
            if is_secret(name) and name != "client_authenticator_type":
                continue
            if name == "extra_config" and isinstance(value, dict):
                found |= {f"attributes.{key}": self._text(each) for key, each in value.items() if not is_secret(key)}
            elif name == "access_type":
                found |= _ACCESS.get(str(value), {"publicClient": ANY_VALUE, "bearerOnly": ANY_VALUE})
            elif name == "valid_post_logout_redirect_uris" and isinstance(value, list):
                found["attributes.post.logout.redirect.uris"] = "##".join(map(str, value))
            elif name == "authentication_flow_binding_overrides":
                found |= self._overrides(value)
            else:
                found[_CLIENT.get(name, camel(name))] = self._text(value)
        found |= {_CLIENT.get(name, camel(name)): ANY_VALUE for name in client.ignored}
        owner = f"client {client.text('client_id') or '?'}"
        yield from ((Fact(Kind.SETTING, owner, name), value) for name, value in found.items())

    def _overrides(self, value: Value) -> dict[str, str]:
        blocks = value if isinstance(value, list) else [value]
        flows = {"browser_id": "browser", "direct_grant_id": "direct_grant"}
        return {
            f"authenticationFlowBindingOverrides.{flows[name]}": self._text(each)
            for block in blocks
            if isinstance(block, dict)
            for name, each in block.items()
            if name in flows
        }

    def _arguments(self, resource: Resource) -> Iterator[tuple[str, Value]]:
        for name, value in given_arguments(resource):
            if name not in _NO_SETTING and not name.endswith(_OF_PROVIDER):
                yield name, value

    def _text(self, value: Value) -> str:
        if isinstance(value, str) and _DURATION.fullmatch(value):
            return setting_text(int(seconds(value) or 0))
        if any(isinstance(each, Symbol) for each in alternatives(value)):
            aliases = [target.text("alias") for target in self._configuration.targets(value)]
            known = [alias for alias in aliases if alias]
            return known[0] if len(known) == 1 else ANY_VALUE
        return setting_text(value)


def _flat(arguments: Iterator[tuple[str, Value]]) -> Iterator[tuple[str, Value]]:
    for name, value in arguments:
        block = value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) else value
        if isinstance(block, dict):
            yield from ((f"{name}.{path}", each) for path, each in _flat(iter(block.items())))
        else:
            yield name, value
