"""What is kept of lists that Terraform sets as a whole, and which it cannot look at before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.props import LoginProps
from constructs_lib.declaration.realm_defaults import LOGGING_IN_CLIENTS
from constructs_lib.declaration.required_actions import TERMS, UPDATE_EMAIL, self_service
from constructs_lib.declaration.token_mappers import client_id_mapper
from constructs_lib.declaration.token_settings import CLIENT_ID_CLAIM
from tools.adopt.directory_keys import kept_of_mappers
from tools.adopt.kept_clients import kept_settings
from tools.adopt.provider_keys import kept_of_provider
from tools.audit.facts import role_path
from tools.audit.live.names import LiveNames

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["kept_lists"]

Settings = dict[str, dict[str, dict[str, Any]]]

_BINDINGS = {
    "browser_flow": "browserFlow",
    "registration_flow": "registrationFlow",
    "direct_grant_flow": "directGrantFlow",
    "reset_credentials_flow": "resetCredentialsFlow",
    "client_authentication_flow": "clientAuthenticationFlow",
    "docker_authentication_flow": "dockerAuthenticationFlow",
}
_HEADERS = {
    "x_frame_options": "xFrameOptions",
    "content_security_policy": "contentSecurityPolicy",
    "content_security_policy_report_only": "contentSecurityPolicyReportOnly",
    "x_content_type_options": "xContentTypeOptions",
    "x_robots_tag": "xRobotsTag",
    "x_xss_protection": "xXSSProtection",
    "strict_transport_security": "strictTransportSecurity",
    "referrer_policy": "referrerPolicy",
}
# Without a value, the provider sends an empty one.
_EMPTY = frozenset({"content_security_policy_report_only"})
_QUICK = {
    "minimum_quick_login_wait_seconds": "minimumQuickLoginWaitSeconds",
    "quick_login_check_milli_seconds": "quickLoginCheckMilliSeconds",
}
_EVENTS = {
    "events_enabled": "eventsEnabled",
    "admin_events_enabled": "adminEventsEnabled",
    "admin_events_details_enabled": "adminEventsDetailsEnabled",
}


def kept_lists(snapshot: Snapshot, document: Mapping[str, Any]) -> Settings:
    """Return what is kept, by type, name and argument.

    Args:
        snapshot: The realm.
        document: What is declared.
    """
    realm = str(snapshot.realm["realm"])
    found: Settings = {
        "keycloak_realm": {realm: dict(_defenses(snapshot.realm))},
        "keycloak_openid_client": {},
        "keycloak_authentication_bindings": {
            realm: {argument: snapshot.realm[name] for argument, name in _BINDINGS.items() if snapshot.realm.get(name)}
        },
        "keycloak_default_roles": {realm: {"default_roles": sorted(_default_roles(snapshot))}},
        "keycloak_realm_default_client_scopes": {realm: {"default_scopes": _names(snapshot, "default scopes")}},
        "keycloak_realm_optional_client_scopes": {realm: {"optional_scopes": _names(snapshot, "optional scopes")}},
        "keycloak_realm_events": {realm: _events(snapshot.others["events"])},
        "keycloak_required_action": dict(_actions(snapshot, document)),
        "keycloak_openid_client_default_scopes": {},
        "keycloak_openid_client_optional_scopes": {},
        "keycloak_generic_protocol_mapper": {},
        "keycloak_realm_keystore_ecdsa_generated": dict(_keys(snapshot, document)),
    }
    declared = {document["api"]["client_id"], *document.get("consumers", {}), *document.get("applications", {})}
    for client in snapshot.clients:
        name = str(client["clientId"])
        optional = sorted(client.get("optionalClientScopes", ()))
        if name in declared:
            is_application = name in document.get("applications", {})
            found["keycloak_openid_client"][name] = dict(kept_settings(client, is_application=is_application))
            scopes = {"default_scopes": sorted(client.get("defaultClientScopes", ()))}
            found["keycloak_openid_client_default_scopes"][name] = scopes
        if optional and name in {*declared, *LOGGING_IN_CLIENTS}:
            found["keycloak_openid_client_optional_scopes"][name] = {"optional_scopes": optional}
    _add_sources(found, snapshot, document)
    for name in _claiming(document):
        found["keycloak_generic_protocol_mapper"][f"{name}/{CLIENT_ID_CLAIM}"] = {"config": _silent(name)}
    return {type_: named for type_, named in found.items() if any(named.values())}


def _add_sources(found: Settings, snapshot: Snapshot, document: Mapping[str, Any]) -> None:
    """Keep what Terraform does not read of identity providers, and what mappers of directories are called."""
    for alias in document.get("identity_providers", {}):
        provider = next(each for each in snapshot.others["providers"] if each["alias"] == alias)
        found.setdefault("keycloak_oidc_identity_provider", {})[alias] = kept_of_provider(provider)
    for name in document.get("federation", {}):
        directory = next(each for each in snapshot.directories if each["name"] == name)
        for type_, called, mapper in kept_of_mappers(directory, snapshot.others["components"]):
            found.setdefault(type_, {})[called] = {"name": mapper}


def _defenses(realm: Entry) -> Iterator[tuple[str, Any]]:
    """Yield what the provider reads of a realm only where it was told."""
    headers = realm.get("browserSecurityHeaders") or {}
    for argument, name in _HEADERS.items():
        if headers.get(name) or (headers.get(name) is not None and argument not in _EMPTY):
            yield f"security_defenses.headers.{argument}", headers[name]
    if realm.get("bruteForceProtected"):
        for argument, name in _QUICK.items():
            if realm.get(name) is not None:
                yield f"security_defenses.brute_force_detection.{argument}", int(realm[name])


def _default_roles(snapshot: Snapshot) -> Iterator[str]:
    names = LiveNames(snapshot)
    for role in snapshot.composites.get(snapshot.realm.get("defaultRole", {}).get("id", ""), ()):
        client = names.clients.get(role["containerId"]) if role.get("clientRole") else None
        yield role_path(client, str(role["name"]))


def _names(snapshot: Snapshot, kind: str) -> list[str]:
    return sorted(str(scope["name"]) for scope in snapshot.others[kind])


def _events(events: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {argument: bool(events.get(name)) for argument, name in _EVENTS.items()}
    found["events_expiration"] = int(events.get("eventsExpiration") or 0) or None
    found["events_listeners"] = sorted(events.get("eventsListeners", ()))
    if events.get("eventsEnabled") and events.get("enabledEventTypes"):
        found["enabled_event_types"] = sorted(events["enabledEventTypes"])
    return found


def _actions(snapshot: Snapshot, document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    login = LoginProps.model_validate(document["realm"].get("login", {}))
    ours = {TERMS, *(each.alias for each in self_service(login))}
    for action in snapshot.others["required actions"]:
        if (alias := str(action["alias"])) in ours:
            yield (
                alias,
                {
                    "enabled": bool(action.get("enabled")),
                    "default_action": bool(action.get("defaultAction")),
                    "name": action.get("name", alias),
                    "priority": int(action.get("priority") or 0),
                    # As it was: without ours, which only newer providers know.
                    **({"config": None} if alias == UPDATE_EMAIL else {}),
                },
            )


def _keys(snapshot: Snapshot, document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Keep our key from signing, where the realm signs by the same algorithm with another one."""
    algorithm = str(document["realm"].get("signature_algorithm", "ES256"))
    name = f"{algorithm.lower()}-generated"
    if algorithm.startswith("ES") and name not in {each["name"] for each in snapshot.others["components"]}:
        yield name, {"active": False, "priority": 0}


def _claiming(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the clients that get a claim of ours from a mapper of their own."""
    api = document["api"]
    if api.get("standard_flow") or api.get("direct_access_grants"):
        yield str(api["client_id"])
    yield from document.get("applications", {})


def _silent(name: str) -> dict[str, str]:
    """Return the settings of that mapper, by which it writes nothing yet."""
    config = client_id_mapper(name).config
    return {key: "false" if value == "true" and "." in key else value for key, value in config.items()}
