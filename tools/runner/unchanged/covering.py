"""What Terraform would read of Keycloak to refresh a resource, type by type; a type that is not here is not covered.

The paths are those of the provider's own reads (4.5.0 and 5.9.0), lists in place of single objects where Keycloak shows
the same of each. Whoever emits another type gets a plan until its reads are added here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.runner.unchanged.live_reads import LiveReads

    Attributes = Mapping[str, Any]
    Reading = Callable[[LiveReads, Attributes], Any]

__all__ = ["COVERED", "COVERED_DATA", "OTHERWISE", "UncoveredError", "realm_of"]

OTHERWISE = (LookupError, TypeError, AttributeError, ValueError)
"""What reading raises where a server, what stands before it, or a file holds something else than is known here."""


class UncoveredError(Exception):
    """Nobody knows all that Terraform would read for this: the stack is planned."""


def realm_of(kind: str, attributes: Attributes) -> str:
    """Return the name of a resource's realm.

    Args:
        kind: The resource's type.
        attributes: What the state has of it.

    Raises:
        UncoveredError: The state has no such name.
    """
    keys = ("realm", "id") if kind == "keycloak_realm" else ("realm_id", "realm")
    for key in keys:
        if isinstance(attributes.get(key), str) and attributes[key]:
            return str(attributes[key])
    raise UncoveredError(kind)


def _realm(reads: LiveReads, _: Attributes) -> Any:  # noqa: ANN401 - Keycloak's JSON, here and below
    return reads.get(), _default_scopes(reads, _), _optional_scopes(reads, _)


def _default_scopes(reads: LiveReads, _: Attributes) -> Any:  # noqa: ANN401
    return reads.get("default-default-client-scopes")


def _optional_scopes(reads: LiveReads, _: Attributes) -> Any:  # noqa: ANN401
    return reads.get("default-optional-client-scopes")


def _default_roles(reads: LiveReads, _: Attributes) -> Any:  # noqa: ANN401
    default = (reads.get() or {}).get("defaultRole", {}).get("id", "")
    return reads.get("roles-by-id", default, "composites") if default else None


def _component(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.of_list(attributes["id"], "components")


def _provider(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("identity-provider", "instances", attributes["alias"])


def _provider_mapper(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    at = ("identity-provider", "instances", attributes["identity_provider_alias"], "mappers")
    return reads.of_list(attributes["id"], *at)


def _client(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    client = reads.client(attributes["id"])
    if attributes.get("authorization") or (client or {}).get("authorizationServicesEnabled"):
        raise UncoveredError("authorization of a client")
    account = attributes.get("service_account_user_id")
    return client, _roles_of_user(reads, {"user_id": account}) if account else None


def _scopes_of_client(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.client(attributes["client_id"])


def _scope(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.of_list(attributes["id"], "client-scopes")


def _owner(attributes: Attributes) -> tuple[str, str]:
    """Return the path of the client, or of the client scope, that something belongs to."""
    scope = attributes.get("client_scope_id")
    return ("client-scopes", scope) if scope else ("clients", attributes["client_id"])


def _protocol_mapper(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    kind, owner = _owner(attributes)
    return reads.client(owner) if kind == "clients" else reads.of_list(owner, kind)


def _role_in_scope(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get(*_owner(attributes), "scope-mappings")


def _role(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.role(attributes.get("client_id") or "", attributes["id"])


def _roles_of_user(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("users", attributes["user_id"], "role-mappings")


def _groups_of_user(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("users", attributes["user_id"], "groups")


def _user(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("users", attributes["id"]), reads.get("users", attributes["id"], "federated-identity")


def _group(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    if attributes.get("organization_id"):
        raise UncoveredError("group of an organization")
    return reads.get("groups", attributes["id"])


def _roles_of_group(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("groups", attributes["group_id"]), reads.get("groups", attributes["group_id"], "role-mappings")


def _flow(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("authentication", "flows", attributes["id"])


def _step(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("authentication", "flows", attributes["parent_flow_alias"], "executions")


def _subflow(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return _flow(reads, attributes), _step(reads, attributes)


def _step_config(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.get("authentication", "config", attributes["id"])


def _required_action(reads: LiveReads, attributes: Attributes) -> Any:  # noqa: ANN401
    return reads.of_list(attributes["alias"], "authentication", "required-actions", key="alias")


def _events(reads: LiveReads, _: Attributes) -> Any:  # noqa: ANN401
    return reads.get("events", "config")


def _policies(kind: str) -> Reading:
    return lambda reads, _: reads.get("client-policies", kind)


COVERED: Mapping[str, Reading] = {
    "keycloak_attribute_importer_identity_provider_mapper": _provider_mapper,
    "keycloak_authentication_bindings": _realm,
    "keycloak_authentication_execution": _step,
    "keycloak_authentication_execution_config": _step_config,
    "keycloak_authentication_flow": _flow,
    "keycloak_authentication_subflow": _subflow,
    "keycloak_custom_identity_provider_mapper": _provider_mapper,
    "keycloak_default_roles": _default_roles,
    "keycloak_generic_protocol_mapper": _protocol_mapper,
    "keycloak_generic_role_mapper": _role_in_scope,
    "keycloak_group": _group,
    "keycloak_group_roles": _roles_of_group,
    "keycloak_hardcoded_role_identity_provider_mapper": _provider_mapper,
    "keycloak_kubernetes_identity_provider": _provider,
    "keycloak_ldap_group_mapper": _component,
    "keycloak_ldap_msad_user_account_control_mapper": _component,
    "keycloak_ldap_user_attribute_mapper": _component,
    "keycloak_ldap_user_federation": _component,
    "keycloak_oidc_identity_provider": _provider,
    "keycloak_openid_client": _client,
    "keycloak_openid_client_default_scopes": _scopes_of_client,
    "keycloak_openid_client_optional_scopes": _scopes_of_client,
    "keycloak_openid_client_scope": _scope,
    "keycloak_realm": _realm,
    "keycloak_realm_client_policy_profile": _policies("profiles"),
    "keycloak_realm_client_policy_profile_policy": _policies("policies"),
    "keycloak_realm_client_registration_policy": _component,
    "keycloak_realm_default_client_scopes": _default_scopes,
    "keycloak_realm_events": _events,
    "keycloak_realm_keystore_ecdsa_generated": _component,
    "keycloak_realm_optional_client_scopes": _optional_scopes,
    "keycloak_required_action": _required_action,
    "keycloak_role": _role,
    "keycloak_saml_identity_provider": _provider,
    "keycloak_user": _user,
    "keycloak_user_groups": _groups_of_user,
    "keycloak_user_roles": _roles_of_user,
    "keycloak_user_template_importer_identity_provider_mapper": _provider_mapper,
    "terraform_data": lambda *_: None,  # a memory of Terraform's own
}
"""How each type that the constructs emit is read."""
COVERED_DATA: Mapping[str, Reading] = {
    "keycloak_openid_client": _client,
    "keycloak_realm": _realm,
    "keycloak_role": _role,
    "keycloak_user": _user,
    "terraform_remote_state": lambda *_: None,  # its file is in the picture
}
"""How each data source that they emit is read."""
