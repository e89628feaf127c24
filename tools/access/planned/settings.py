"""Settings of resources by the keys that a declaration has for them, so that one set of rules says what they mean.

An argument that has no key there keeps its own name: what nobody thought of is told as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.model_names import model_and_action
from constructs_lib.declaration.token_settings import LIGHTWEIGHT
from constructs_lib.review.settings import Concealed
from tools.access.planned.api_places import access_role_api, api_place, audience_kind
from tools.access.planned.parties import is_workload_issuer, kind_of_client
from tools.access.planned.setting_keys import (
    API,
    APPLICATION,
    CONSUMER,
    DIRECTORY,
    LIFESPANS,
    METHODS,
    PROVIDER,
    REALM,
)
from tools.access.planned.setting_values import mapped_arguments, setting_value
from tools.access.planned.stack import UNKNOWN, Instance, table_of
from tools.runner.things import base_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs_lib.review.settings import Path, Value

__all__ = ["TOLD_BY_SETTING", "UNSET", "inherit", "settings_of"]

UNSET = Concealed("unset")
"""What stands in the place of a setting that the apply leaves to Keycloak."""

Settings = dict["Path", "Value"]

# What is the same thing by another name, text for people, or told by principal.
_COMPUTED = frozenset({"id", "internal_id", "service_account_user_id", "resource_server_id"})
_TEXTS = frozenset({"name", "description", "display_name", "display_name_html", "consent_screen_text", "gui_order"})
_LINKS = frozenset({"realm", "realm_id", "alias", "import", "terraform_deletion_protection"})
_PASSED_OVER = _COMPUTED | _TEXTS | _LINKS

_CLIENT_TYPE = "keycloak_openid_client"
# Said by something else: a session of a client ends with that of the realm; a flow is told where it changes.
_REALM_FOLLOWS = (
    "client_session_idle_timeout",
    "client_session_max_lifespan",
    "smtp_server/ssl",
    "smtp_server/starttls",
)
_COUNTED = ("max_failures", "wait", "max_wait", "reset_after", "permanent_lockout")
_REQUEST_ALGORITHM = ("extra_config", "request.object.signature.alg")
_FIRST_LOGIN = re.compile(r"first broker login - (create|link)\b")
_LATER_LOGIN = "later broker login with "
_RESOURCE_ACCESS = "Realm_Compatibility_resource_access"
_INHERITED = ("access_token_lifespan", *LIFESPANS.values())


def settings_of(instance: Instance, values: Mapping[str, Any], name: str = "") -> Settings:
    """Return the settings that a resource makes, by the keys of a declaration.

    Args:
        instance: The resource.
        values: Its arguments, on the side that is asked about.
        name: What a client is called in a declaration, where that is not its `client_id`.
    """
    if instance.type == _CLIENT_TYPE:
        return _client(instance, values, name)
    read = _READERS.get(instance.type)
    return read(instance, values) if read else {}


def inherit(settings: Settings) -> None:
    """Take out what clients have of the realm: lifespans that are its own, and the algorithm that signs."""
    for path in [path for path in settings if path[0] in ("consumers", "applications", "api", "apis")]:
        key = "/".join(path[2:] if path[0] != "api" else path[1:])
        if key in _INHERITED:
            realm = ("realm", "lifespans", "access_token" if key == "access_token_lifespan" else path[-1])
            if settings[path] == settings.get(realm, UNKNOWN):
                settings[path] = None
    for path in [path for path in settings if path[0] in ("api", "apis") and path[-2:] == _REQUEST_ALGORITHM]:
        if settings[path] == settings.get(("realm", "signature_algorithm"), UNKNOWN):
            del settings[path]


def _client(instance: Instance, values: Mapping[str, Any], name: str) -> Settings:
    kind = kind_of_client(instance)
    start: Path = api_place(instance) if kind == "api" else (kind, name or str(instance.latest("client_id")))
    keys = {"api": API, "consumers": CONSUMER, "applications": APPLICATION}[kind]
    passed = {
        *_PASSED_OVER,
        "client_id",
        "base_url",
        "admin_url",
        "root_url",
        "exclude_session_state_from_auth_response",
    }
    found = dict(mapped_arguments(start, values, keys, passed))
    config = table_of(values, "extra_config")
    if kind == "consumers":
        method = values.get("client_authenticator_type")
        found[*start, "auth", "method"] = METHODS.get(str(method), str(method))
        for source in ("jwks.url", "jwks.string"):
            path = (*start, "extra_config", f"use.{source}")
            if found.get(path, False) is (source in config):
                found.pop(path, None)
        for path in (
            (*start, "extra_config", "standard.token.exchange.enabled"),
            (*start, "standard_token_exchange_enabled"),
        ):
            found.pop(path, None)  # told as what it may trade
    elif kind == "api" and (*start, "resource_parameter") in found:
        found[*start, "resource_parameter"] = True  # it names the audience
    elif kind == "applications":
        path = (*start, "extra_config", LIGHTWEIGHT)
        found[*start, "userinfo"] = found.pop(path, True) is False
    return found


def _realm(instance: Instance, values: Mapping[str, Any]) -> Settings:
    found = dict(mapped_arguments(("realm",), values, REALM, _PASSED_OVER - {"realm"}))
    for argument in _REALM_FOLLOWS:
        found.pop(("realm", *argument.split("/")), None)
    defenses: Mapping[str, Any] = next(iter(values.get("security_defenses") or ()), {})
    found["realm", "brute_force", "enabled"] = is_on = bool(defenses.get("brute_force_detection"))
    if not is_on and values is instance.after:  # what it counts is of no effect
        found |= dict.fromkeys((("realm", "brute_force", key) for key in _COUNTED), UNSET)
    for server in values.get("smtp_server") or ():
        found["realm", "smtp", "encryption"] = (
            "starttls" if server.get("starttls") else "tls" if server.get("ssl") else "none"
        )
    return found


def _person(instance: Instance, values: Mapping[str, Any]) -> Settings:
    passed = {*_PASSED_OVER, "username", "attributes", "federated_identity", "required_actions", "initial_password"}
    return dict(mapped_arguments(("people", str(instance.latest("username"))), values, {}, passed))


def _directory(instance: Instance, values: Mapping[str, Any]) -> Settings:
    return dict(mapped_arguments(("federation", str(instance.latest("name"))), values, DIRECTORY, _PASSED_OVER))


def _provider(instance: Instance, values: Mapping[str, Any]) -> Settings:
    is_issuer = is_workload_issuer(instance)
    start = ("workload_issuers" if is_issuer else "identity_providers", str(instance.latest("alias")))
    passed = {*_PASSED_OVER, "hide_on_login_page"}
    if is_issuer:  # they stand for nothing: nobody logs in through it
        passed |= {"authorization_url", "token_url"}
    found = dict(mapped_arguments(start, values, PROVIDER, passed))
    first = _FIRST_LOGIN.match(str(values.get("first_broker_login_flow_alias")))
    if first and not is_issuer:  # what else the flow asks for is told where the flow changes
        del found[*start, "first_broker_login_flow_alias"]
        found[*start, "first_login"] = first[1]
    # Ours comes and goes with the second factor, which is told of each person.
    if str(values.get("post_broker_login_flow_alias")).startswith(_LATER_LOGIN):
        del found[*start, "post_broker_login_flow_alias"]
    return found


def _required_action(_: Instance, values: Mapping[str, Any]) -> Settings:
    if values.get("alias") == "TERMS_AND_CONDITIONS":
        return {("realm", "login", "terms"): values.get("enabled") is True}
    return {("realm", "required_actions", str(values.get("alias"))): values.get("enabled") is True}


def _default_roles(_: Instance, values: Mapping[str, Any]) -> Settings:
    return {("realm", "default_roles"): setting_value("default_roles", values.get("default_roles"))}


def _registration(_: Instance, values: Mapping[str, Any]) -> Settings:
    """Return which clients may register themselves; what they may ask for is in the realm's optional scopes."""
    config = table_of(values, "config")
    start = ("realm", "client_registration")
    match values.get("provider_id"), values.get("sub_type"):
        case "trusted-hosts", "authenticated":
            return {(*start, "redirect_hosts"): frozenset(str(config.get("trusted-hosts", "")).split(","))}
        case "max-clients", "authenticated":
            number = str(config.get("max-clients"))
            return {(*start, "max_clients"): int(number) if number.isdecimal() else number}
    return {}


def _scope_mapper(instance: Instance, values: Mapping[str, Any]) -> Settings:
    """Return the audiences of tokens: of one API by the scope that shapes them, of several by each one's client."""
    config = values.get("config")
    if base_name(instance.name).endswith(_RESOURCE_ACCESS):
        return {("realm", "compatibility", "resource_access"): True}
    what = audience_kind(instance)
    if what is None or not isinstance(config, dict):
        return {}
    value = setting_value(what, config.get("included.custom.audience"))
    return {(*api_place(instance), what): value if what == "audience" else True}


def _role(instance: Instance, values: Mapping[str, Any]) -> Settings:
    """Return the role that opens every model, and those of names of their own that are bound to actions."""
    name, path = str(values.get("name")), base_name(instance.name)
    model, action = model_and_action(str(instance.index or "")) or ("", "")
    if path.endswith("Models_Role") and model and not name.endswith(f":{action}"):
        return {("models", model, "roles", action): name}
    return {(*api_place(instance), "access_role"): name} if access_role_api(instance) else {}


_READERS: dict[str, Callable[[Instance, Mapping[str, Any]], Settings]] = {
    "keycloak_realm_client_registration_policy": _registration,
    "keycloak_realm": _realm,
    "keycloak_user": _person,
    "keycloak_ldap_user_federation": _directory,
    "keycloak_oidc_identity_provider": _provider,
    "keycloak_saml_identity_provider": _provider,
    "keycloak_required_action": _required_action,
    "keycloak_default_roles": _default_roles,
    "keycloak_generic_protocol_mapper": _scope_mapper,
    "keycloak_role": _role,
}

TOLD_BY_SETTING = frozenset({_CLIENT_TYPE, *_READERS}) - {"keycloak_generic_protocol_mapper", "keycloak_role"}
"""Types of resources whose every argument is a setting."""
