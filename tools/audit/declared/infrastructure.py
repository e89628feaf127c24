"""Facts that resources of logins and keys make true: identity providers, directories, login flows, keys, actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.symbol import Symbol, alternatives
from tools.audit.canonical import ANY_VALUE, configured
from tools.audit.declared.sources import directory_settings, mapper_value, provider_settings
from tools.audit.declared.step_orders import StepOrders
from tools.audit.facts import Fact, Kind
from tools.audit.live.infrastructure import key_value, policy_value, profile_value, required_action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["DeclaredInfrastructure"]

_PROVIDERS = {"keycloak_oidc_identity_provider": "oidc", "keycloak_saml_identity_provider": "saml"}
_EXECUTION, _CONFIG = "keycloak_authentication_execution", "keycloak_authentication_execution_config"
_KEYSTORE = "keycloak_realm_keystore_"
_LDAP_MAPPERS = {
    "keycloak_ldap_group_mapper": "group-ldap-mapper",
    "keycloak_ldap_user_attribute_mapper": "user-attribute-ldap-mapper",
    "keycloak_ldap_full_name_mapper": "full-name-ldap-mapper",
    "keycloak_ldap_role_mapper": "role-ldap-mapper",
    "keycloak_ldap_msad_user_account_control_mapper": "msad-user-account-control-mapper",
    "keycloak_ldap_msad_lds_user_account_control_mapper": "msad-lds-user-account-control-mapper",
    "keycloak_ldap_hardcoded_role_mapper": "hardcoded-ldap-role-mapper",
    "keycloak_ldap_hardcoded_group_mapper": "hardcoded-ldap-group-mapper",
    "keycloak_ldap_hardcoded_attribute_mapper": "hardcoded-ldap-attribute-mapper",
}
_PROFILE = "keycloak_realm_client_policy_profile"


class DeclaredInfrastructure:
    """Reads such resources.

    Args:
        configuration: The stacks of an environment.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._configs: dict[int, Mapping[str, Value]] = {}
        self._steps: dict[str, list[tuple[str, Resource]]] = {}
        for config in configuration.resources(_CONFIG):
            for step in configuration.targets(config.value("execution_id")):
                self._configs[id(step)] = _settings(config, "config")
        self._by_type: dict[str, Callable[[Resource], Iterator[tuple[Fact, str]]]] = {
            "keycloak_ldap_user_federation": self._directory,
            "keycloak_custom_user_federation": self._directory,
            "keycloak_authentication_flow": self._flow,
            "keycloak_authentication_subflow": self._subflow,
            _EXECUTION: self._execution,
            "keycloak_required_action": self._required_action,
            _PROFILE: self._policy,
            f"{_PROFILE}_policy": self._policy,
            "keycloak_realm_client_registration_policy": self._registration_policy,
        }

    def of(self, resource: Resource) -> Iterator[tuple[Fact, str]]:
        """Yield the facts of one resource, each with its value."""
        kind = resource.type
        if kind in self._by_type:
            yield from self._by_type[kind](resource)
        elif kind.endswith("_identity_provider"):
            value = resource.text("provider_id") or _PROVIDERS.get(kind, ANY_VALUE)
            yield Fact(Kind.PROVIDER, "", self._named(resource, "alias")), value
            yield from provider_settings(resource, self._configuration)
        elif kind.endswith("_identity_provider_mapper"):
            owner = f"identity provider {self._named(resource, 'identity_provider_alias', 'alias')}"
            yield Fact(Kind.MAPPER, owner, self._named(resource, "name")), self._mapper_value(resource)
        elif kind.startswith("keycloak_ldap_") and kind.endswith("_mapper"):
            owner = f"directory {self._named(resource, 'ldap_user_federation_id', 'name')}"
            yield Fact(Kind.MAPPER, owner, self._named(resource, "name")), self._ldap_mapper(resource)
        elif kind.startswith(_KEYSTORE):
            yield Fact(Kind.KEY, "", self._named(resource, "name")), self._key(resource)

    def orders(self) -> Iterator[tuple[Fact, str]]:
        """Yield in which order login flows take the steps that were read, each with its value."""
        yield from StepOrders(self._configuration).facts(self._steps)

    def _directory(self, directory: Resource) -> Iterator[tuple[Fact, str]]:
        kind = "ldap" if directory.type == "keycloak_ldap_user_federation" else directory.text("provider_id")
        yield Fact(Kind.DIRECTORY, "", self._named(directory, "name")), kind or ANY_VALUE
        if kind == "ldap":
            yield from directory_settings(directory, self._configuration)

    def _ldap_mapper(self, mapper: Resource) -> str:
        kind = _LDAP_MAPPERS.get(mapper.type)
        return mapper_value(mapper, kind, self._configuration) if kind else ANY_VALUE

    def _flow(self, flow: Resource) -> Iterator[tuple[Fact, str]]:
        yield Fact(Kind.FLOW, "", self._named(flow, "alias")), ""

    def _subflow(self, flow: Resource) -> Iterator[tuple[Fact, str]]:
        yield self._step(flow, self._named(flow, "alias"), {})

    def _execution(self, step: Resource) -> Iterator[tuple[Fact, str]]:
        yield self._step(step, step.text("authenticator") or "?", self._configs.get(id(step), {}))

    def _step(self, step: Resource, name: str, config: Mapping[str, Value]) -> tuple[Fact, str]:
        parent = self._named(step, "parent_flow_alias", "alias")
        self._steps.setdefault(parent, []).append((name, step))
        requirement = (step.text("requirement") or "DISABLED").lower()
        return Fact(Kind.STEP, f"flow {parent}", name), _value(requirement, config)

    def _required_action(self, action: Resource) -> Iterator[tuple[Fact, str]]:
        state = {"enabled": action.is_true("enabled"), "defaultAction": action.is_true("default_action")}
        yield Fact(Kind.REQUIRED_ACTION, "", action.text("alias") or "?"), required_action(state)

    def _policy(self, policy: Resource) -> Iterator[tuple[Fact, str]]:
        if policy.type == _PROFILE:
            value = profile_value(_blocks(policy, "executor"))
            yield Fact(Kind.POLICY, "", f"profile {self._named(policy, 'name')}"), value
            return
        profiles = [self._profile(each) for each in alternatives(policy.value("profiles"))]
        value = policy_value(profiles, _blocks(policy, "condition"), enabled=not policy.is_false("enabled"))
        yield Fact(Kind.POLICY, "", f"policy {self._named(policy, 'name')}"), value

    def _registration_policy(self, policy: Resource) -> Iterator[tuple[Fact, str]]:
        owner = f"ClientRegistrationPolicy {policy.text('sub_type')}"
        listed = {name: _split(value) for name, value in _settings(policy, "config").items()}
        fact = Fact(Kind.COMPONENT, owner, self._named(policy, "name"))
        yield fact, _value(policy.text("provider_id") or "?", listed)

    def _profile(self, value: Value) -> str:
        if isinstance(value, str):
            return value
        return next((name for each in self._configuration.targets(value) if (name := each.text("name"))), "?")

    def _key(self, key: Resource) -> str:
        provider = key.type.removeprefix(_KEYSTORE).replace("_", "-")
        config = {"priority": key.value("priority"), "enabled": key.value("enabled"), "active": key.value("active")}
        return key_value(provider, {name: [_plain(value)] for name, value in config.items()})

    def _mapper_value(self, mapper: Resource) -> str:
        config = dict(_settings(mapper, "extra_config"))
        match mapper.type:
            case "keycloak_custom_identity_provider_mapper":
                kind = mapper.text("identity_provider_mapper")
            case "keycloak_hardcoded_role_identity_provider_mapper":
                kind, config["role"] = "oidc-hardcoded-role-idp-mapper", self._named(mapper, "role", "name")
            case _:
                kind = None
        return _value(kind, config) if kind else ANY_VALUE

    def _named(self, resource: Resource, argument: str, attribute: str = "") -> str:
        """Return a name that is written out, or that of the resource that an argument refers to."""
        value = resource.value(argument)
        if isinstance(value, str):
            return value
        for target in self._configuration.targets(value):
            if name := target.text(attribute or argument):
                return name
        return "?"


def _blocks(resource: Resource, argument: str) -> list[tuple[str, dict[str, Value]]]:
    """Return blocks that have a name and settings."""
    value = resource.value(argument)
    found = []
    for block in value if isinstance(value, list) else [value]:
        if isinstance(block, dict) and isinstance(name := block.get("name"), str):
            settings = block.get("configuration")
            found.append((name, settings if isinstance(settings, dict) else {}))
    return found


def _settings(resource: Resource, argument: str) -> Mapping[str, Value]:
    value = resource.value(argument)
    return value if isinstance(value, dict) else {}


def _value(kind: str, config: Mapping[str, Value]) -> str:
    """Return a kind with its settings; what only an apply knows is whatever it is."""
    if any(isinstance(each, Symbol) for value in config.values() for each in alternatives(value)):
        return ANY_VALUE
    return configured(kind, config)


def _split(value: Value) -> Value:
    """Return what the provider joins: Keycloak has a list."""
    return [*value.split(",")] if isinstance(value, str) else value


def _plain(value: Value) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
