"""A saved plan, in which Terraform itself has computed every expression: `terraform show -json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from constructs_lib.guardrails.terraform.plan_faults import destroyed_realms, plan_faults, unplanned_changes
from constructs_lib.guardrails.terraform.symbol import OpenMap, Symbol, symbols_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Plan", "PlannedInstance"]

# Arguments that say who gets which role: what makes them up is not known of a resource that only a plan shows.
_GRANTS = (
    "client_id",
    "client_scope_id",
    "composite_roles",
    "default_roles",
    "group_id",
    "group_ids",
    "parent_id",
    "resource_server_id",
    "role",
    "role_id",
    "role_ids",
)
_NO_PLAN = "it is not a plan in Terraform's JSON format 1: write it with terraform show -json"
_WITH_IDS = frozenset({"keycloak_role", "keycloak_group", "keycloak_openid_client", "keycloak_saml_client"})


@dataclass(frozen=True)
class PlannedInstance:
    """One resource instance as it will be after the apply.

    Attributes:
        type: `keycloak_openid_client`, …
        address: Its resource's address, modules included, without the instance's key.
        instance: Key of `for_each` or `count`; None without.
        values: What is known of its arguments and attributes.
        sensitive: Which of them are secret, in the same structure: true, or a mapping or list of such.
        unknown: Which of its arguments and attributes an apply alone will know, in the same structure.
    """

    type: str
    address: str
    instance: str | None
    values: Mapping[str, Any] = field(repr=False)
    sensitive: object = field(repr=False)
    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def known(self) -> dict[str, Value]:
        """Return the values that are no secrets; a secret is a symbol, and so is what an apply alone will know."""
        unknown = {key: Symbol(key, made=True) for key in _GRANTS if self.unknown.get(key)}
        return unknown | {key: _public(value, _below(self.sensitive, key)) for key, value in self.values.items()}

    def computed(self, arguments: Mapping[str, Value]) -> dict[str, Value]:
        """Return configured arguments with what the plan knows of them.

        What is a reference to another resource stays one: rules follow it. So does a secret.

        Args:
            arguments: The resource's arguments, evaluated as far as the configuration tells.
        """
        return {
            key: None
            if _is_null(key, value, self.values)
            else _overlay(value, self.values.get(key), _below(self.sensitive, key))
            for key, value in arguments.items()
        }


@dataclass(frozen=True)
class Plan:
    """What Terraform will make of one stack.

    Attributes:
        instances: Managed resource instances, those of modules included.
        by_id: What roles, groups and clients are, data sources included, by Keycloak's ids of them.
        elsewhere: What other stacks' states call a role or a group, by Keycloak's ids of them.
        faults: What is wrong with the plan as a whole, so that judging it says too little.
        doubts: What cannot be seen of it, and what a person should know before the apply.
    """

    instances: tuple[PlannedInstance, ...]
    by_id: Mapping[str, PlannedInstance] = field(default_factory=dict, repr=False)
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of_json(cls, document: Mapping[str, Any]) -> Self:
        """Read the JSON output format of a plan (Terraform: "JSON Output Format", format version 1).

        Raises:
            ValueError: It is no plan, or one of an unknown format.
        """
        try:
            return cls._of_json(document)
        except (AttributeError, KeyError, TypeError):
            raise ValueError(_NO_PLAN) from None

    @classmethod
    def _of_json(cls, document: Mapping[str, Any]) -> Self:
        version = str(document.get("format_version", ""))
        planned = document.get("planned_values")
        if version.partition(".")[0] != "1" or not isinstance(planned, dict):
            raise ValueError(_NO_PLAN)
        unknown = {
            each.get("address"): each.get("change", {}).get("after_unknown")
            for each in document.get("resource_changes", [])
        }
        instances = tuple(_instances(planned.get("root_module", {}), unknown))
        prior = document.get("prior_state", {}).get("values", {}).get("root_module", {})
        looked_up = tuple(_instances(prior, {}, mode="data"))
        # What is managed counts more than what is looked up of it.
        read = (*looked_up, *_instances(prior, {}), *instances)
        return cls(
            instances,
            {str(each.values.get("id")): each for each in read if each.type in _WITH_IDS},
            (*plan_faults(document), *unplanned_changes(document)),
            tuple(destroyed_realms(document)),
            elsewhere=dict(_tables(looked_up)),
        )

    def of(self, address: str) -> dict[str | None, PlannedInstance]:
        """Return the instances of a resource by their keys."""
        return {each.instance: each for each in self.instances if each.address == address}


def _instances(
    module: Mapping[str, Any], unknown: Mapping[str, Any], mode: str = "managed"
) -> Iterator[PlannedInstance]:
    prefix = (f"{module['address']}." if "address" in module else "") + ("data." if mode == "data" else "")
    for each in module.get("resources", []):
        if each.get("mode") == mode:
            index = each.get("index")
            yield PlannedInstance(
                type=each["type"],
                address=f"{prefix}{each['type']}.{each['name']}",
                instance=None if index is None else str(index),
                values=each.get("values", {}),
                sensitive=each.get("sensitive_values", {}),
                unknown=unknown.get(each.get("address")) or {},
            )
    for child in module.get("child_modules", []):
        yield from _instances(child, unknown, mode)


def _tables(read: Iterable[PlannedInstance]) -> Iterator[tuple[str, str]]:
    """Yield the ids and names in tables that other stacks hand on."""
    states = (each.values.get("outputs") for each in read if each.type == "terraform_remote_state")
    outputs = (output for state in states if isinstance(state, dict) for output in state.values())
    for table in outputs:
        if isinstance(table, dict):
            yield from ((str(id_), str(name)) for name, id_ in table.items())


def _is_null(key: str, configured: Value, values: Mapping[str, Any]) -> bool:
    """Tell whether Terraform computed null: what it does not know yet is missing instead."""
    return key in values and values[key] is None and isinstance(configured, Symbol) and configured.unread


def _below(sensitive: object, key: str | int) -> object:
    if isinstance(sensitive, dict):
        return sensitive.get(key, False)
    if isinstance(sensitive, list) and isinstance(key, int):
        return sensitive[key] if key < len(sensitive) else False
    return sensitive


def _overlay(configured: Value, planned: Any, sensitive: object) -> Value:  # noqa: ANN401 - JSON
    if planned is None or sensitive is True:
        return configured
    if isinstance(configured, OpenMap):
        return _public(planned, sensitive)
    if isinstance(configured, dict):
        block = planned[0] if isinstance(planned, list) and len(planned) == 1 else planned
        inner = _below(sensitive, 0) if block is not planned else sensitive
        if not isinstance(block, dict):
            return configured
        return {key: _overlay(value, block.get(key), _below(inner, key)) for key, value in configured.items()}
    symbols = list(symbols_in(configured))
    refers = any(source.address for symbol in symbols for source in symbol.sources())
    if refers and all(symbol.is_reference for symbol in symbols):
        return configured
    return _public(planned, sensitive)


def _public(value: Any, sensitive: object) -> Value:  # noqa: ANN401 - JSON
    if sensitive is True:
        return Symbol("sensitive", variable="sensitive")
    if isinstance(value, dict):
        return {str(key): _public(item, _below(sensitive, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_public(item, _below(sensitive, index)) for index, item in enumerate(value)]
    return value if isinstance(value, str | int | float | bool) else None
