"""Settings that resources of identity providers and directories make, and those of their mappers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.durations import seconds
from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives
from tools.audit.canonical import ANY_VALUE, configured, is_secret, setting_text
from tools.audit.declared.arguments import given_arguments
from tools.audit.declared.camel import camel
from tools.audit.facts import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["directory_settings", "mapper_value", "provider_settings"]

# Arguments that Keycloak keeps beside the provider's configuration.
_BESIDE = {
    "enabled": "enabled",
    "display_name": "displayName",
    "trust_email": "trustEmail",
    "store_token": "storeToken",
    "add_read_token_role_on_create": "addReadTokenRoleOnCreate",
    "authenticate_by_default": "authenticateByDefault",
    "link_only": "linkOnly",
    "hide_on_login_page": "hideOnLogin",
    "first_broker_login_flow_alias": "firstBrokerLoginFlowAlias",
    "post_broker_login_flow_alias": "postBrokerLoginFlowAlias",
}
_CONFIG = {
    "default_scopes": "defaultScope",
    "login_hint": "loginHint",
    "xml_sign_key_info_key_name_transformer": "xmlSigKeyInfoKeyNameTransformer",
    "name_id_policy_format": "nameIDPolicyFormat",
    "authn_context_class_refs": "authnContextClassRefs",
}
_NAME_IDS = {
    "Persistent": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "Transient": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
    "Email": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
}
# The version of a write-only secret is kept in the state alone.
_NO_SETTING = frozenset(
    {"alias", "realm", "provider_id", "name", "realm_id", "delete_default_mappers", "client_secret_wo_version"}
)
# Where nothing is said: what the provider, or Keycloak, writes.
_PROVIDER_DEFAULTS = {"firstBrokerLoginFlowAlias": "first broker login", "config.defaultScope": "openid"}
_DIRECTORY = {
    "username_ldap_attribute": "usernameLDAPAttribute",
    "rdn_ldap_attribute": "rdnLDAPAttribute",
    "uuid_ldap_attribute": "uuidLDAPAttribute",
    "cache.policy": "cachePolicy",
}
_DIRECTORY_DEFAULTS = {
    "authType": "simple",
    "batchSizeForSync": "1000",
    "evictionDay": ANY_VALUE,
    "evictionHour": ANY_VALUE,
    "evictionMinute": ANY_VALUE,
    # Keycloak fills it by the vendor; without Kerberos nobody reads it.
    "krbPrincipalAttribute": ANY_VALUE,
}
_SCOPES = {"ONE_LEVEL": "1", "SUBTREE": "2"}
_MILLISECONDS = 1000
# Settings of a mapper whose names are not those of its arguments with dots.
_GROUP_MAPPER = {
    "ldap_groups_dn": "groups.dn",
    "groups_ldap_filter": "groups.ldap.filter",
    "user_roles_retrieve_strategy": "user.roles.retrieve.strategy",
}


def provider_settings(resource: Resource, configuration: Configuration) -> Iterator[tuple[Fact, str]]:
    """Yield the settings of an identity provider."""
    found = dict(_PROVIDER_DEFAULTS) if resource.type.startswith("keycloak_oidc") else {}
    found |= {"firstBrokerLoginFlowAlias": "first broker login", "config.backchannelSupported": "true"}
    if resource.text("signature_algorithm"):
        found["config.wantAuthnRequestsSigned"] = "true"
    if resource.is_set("jwks_url"):
        found["config.useJwksUrl"] = "true"
    for name, value in given_arguments(resource):
        if name in _NO_SETTING or is_secret(name):
            continue
        if name == "extra_config" and isinstance(value, dict):
            found |= {f"config.{key}": _text(each, configuration) for key, each in value.items() if not is_secret(key)}
        elif name in _BESIDE:
            found[_BESIDE[name]] = _text(value, configuration)
        elif name == "name_id_policy_format":
            found["config.nameIDPolicyFormat"] = _NAME_IDS.get(str(value), ANY_VALUE)
        else:
            found[f"config.{_CONFIG.get(name, camel(name))}"] = _text(value, configuration)
    for name in resource.ignored:
        found[_BESIDE.get(name, camel(name))] = ANY_VALUE
    owner = f"identity provider {resource.text('alias') or '?'}"
    yield from ((Fact(Kind.SETTING, owner, name), value) for name, value in found.items())


def directory_settings(resource: Resource, configuration: Configuration) -> Iterator[tuple[Fact, str]]:
    """Yield the settings of an LDAP directory."""
    found = dict(_DIRECTORY_DEFAULTS)
    for name, value in given_arguments(resource):
        if name in _NO_SETTING or is_secret(name):
            continue
        match name, value:
            case "cache", _:
                found["cachePolicy"] = resource.text("cache.policy") or ANY_VALUE
            case "search_scope", str():
                found["searchScope"] = _SCOPES.get(value, value)
            case (("connection_timeout" | "read_timeout"), str()):
                # The provider sends none of no time: Keycloak then has nothing set.
                found[camel(name)] = str(int((seconds(value) or 0) * _MILLISECONDS) or "")
            case "user_object_classes", list():
                found["userObjectClasses"] = ", ".join(map(str, value))
            case (("vendor" | "use_truststore_spi"), str()):
                found[camel(name)] = value.lower()
            case _:
                found[_DIRECTORY.get(name, camel(name))] = _text(value, configuration)
    owner = f"directory {resource.text('name') or '?'}"
    yield from ((Fact(Kind.SETTING, owner, name), value) for name, value in found.items())


def mapper_value(resource: Resource, kind: str, configuration: Configuration) -> str:
    """Return a mapper of a directory with its settings.

    Args:
        resource: The mapper.
        kind: What Keycloak calls its kind.
        configuration: The stacks, for references.
    """
    skipped = {"name", "realm_id", "ldap_user_federation_id"}
    config = {"memberof.ldap.attribute": "memberOf"} if kind == "group-ldap-mapper" else {}
    for name, value in given_arguments(resource):
        if name not in skipped and not is_secret(name):
            config[_GROUP_MAPPER.get(name, name.replace("_", "."))] = _text(value, configuration)
    if ANY_VALUE in config.values():
        return ANY_VALUE
    return configured(kind, config)


def _text(value: Value, configuration: Configuration) -> str:
    if any(isinstance(each, Symbol) for each in alternatives(value)):
        names = [target.text("alias") or target.text("name") for target in configuration.targets(value)]
        known = [name for name in names if name]
        return known[0] if len(known) == 1 else ANY_VALUE
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return setting_text(value)
