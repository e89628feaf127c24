"""One stack's Terraform JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.evaluation import Evaluation, walk
from constructs_lib.guardrails.terraform.resource import Resource
from constructs_lib.guardrails.terraform.subject import Subject
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.plan import Plan, PlannedInstance
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Stack"]

_DATA = "data."
_REMOTE = "cross-stack-reference-input-"


@dataclass(frozen=True)
class Stack:
    """What one stack will apply.

    Attributes:
        name: Name of the stack.
        json: The Terraform JSON, CDK metadata included.
        neighbours: All stacks by name, for references across stacks.
        plan: What Terraform has computed of it; None before a plan.
    """

    name: str
    json: Mapping[str, Any]
    neighbours: Mapping[str, Stack]
    plan: Plan | None = None
    _locals: dict[str, Value] = field(default_factory=dict, repr=False)

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """All resource instances, those too that only a plan shows: of modules, of other files of its folder."""
        declared = tuple(self._declared("resource", ""))
        return (*declared, *self._undeclared({each.address for each in declared}))

    @cached_property
    def data_sources(self) -> tuple[Resource, ...]:
        """All data sources, as what a reference points to; `type` is that of the resource that they look up."""
        return tuple(self._declared("data", _DATA))

    def _declared(self, block: str, prefix: str) -> Iterator[Resource]:
        for resource_type, by_name in self.json.get(block, {}).items():
            for name, arguments in by_name.items():
                yield from self._instances(resource_type, name, arguments, prefix)

    def _instances(
        self, resource_type: str, name: str, arguments: Mapping[str, Any], prefix: str
    ) -> Iterator[Resource]:
        path = arguments.get("//", {}).get("metadata", {}).get("path", f"{self.name}/{name}")
        address = f"{prefix}{resource_type}.{name}"
        each = Evaluation(self).value(arguments["for_each"]) if "for_each" in arguments else None
        own = {key: value for key, value in arguments.items() if key not in {"//", "for_each"}}
        if isinstance(each, list):  # toset([...])
            each = {item: item for item in each if isinstance(item, str)}
        planned = self.plan.of(address) if self.plan else {}
        if not isinstance(each, dict):
            keys = [key for key in planned if key is not None]
            if not keys:
                yield self._instance(address, None, path, Evaluation(self).value(own), planned)
                return
            each = {key: Symbol("each.value") for key in keys}  # a plan knows what could not be evaluated before
        for key, value in each.items():
            evaluation = Evaluation(self, {"each": {"key": key, "value": value}})
            yield self._instance(address, key, f'{path}["{key}"]', evaluation.value(own), planned)

    def _instance(
        self,
        address: str,
        key: str | None,
        path: str,
        arguments: Value,
        planned: Mapping[str | None, PlannedInstance],
    ) -> Resource:
        known = _object(arguments)
        if key in planned:
            known = planned[key].computed(known)
        resource_type = address.removeprefix(_DATA).partition(".")[0]
        return Resource(resource_type, self.name, address, key, path, known)

    def _undeclared(self, declared: set[str]) -> Iterator[Resource]:
        for each in self.plan.instances if self.plan else ():
            if each.address not in declared:
                path = f"{self.name}/{each.address}" + (f'["{each.instance}"]' if each.instance is not None else "")
                yield Resource(each.type, self.name, each.address, each.instance, path, each.known())

    def local(self, name: str) -> Value:
        """Return a local value."""
        if name not in self._locals:
            raw = self.json.get("locals", {})
            # A local value that refers to itself is Terraform's to refuse.
            self._locals[name] = Symbol(f"local.{name}")
            if name in raw:
                self._locals[name] = Evaluation(self).value(raw[name])
        return self._locals[name]

    def remote(self, data_source: str, output: str) -> Value:
        """Return what another stack of the app tells this one."""
        other = self.neighbours.get(data_source.removeprefix(_REMOTE))
        outputs = other.json.get("output", {}) if other else {}
        if other is None or output not in outputs:
            return Symbol(f"{data_source}.{output}")
        return Evaluation(other).value(outputs[output]["value"])

    def attribute(self, resource_type: str, path: list[Value]) -> Value:
        """Return what a reference to a resource says: the argument as configured, or a symbol."""
        kind = resource_type.removeprefix(_DATA)
        block = self.json.get("resource" if kind == resource_type else "data", {})
        match path:
            case [str() as name, *rest]:
                arguments = block.get(kind, {}).get(name)
            case _:
                arguments, name, rest = None, "", []
        instance: str | None = None
        if arguments is not None and "for_each" in arguments and len(rest) > 1:
            instance, rest = (rest[0] if isinstance(rest[0], str) else None), rest[1:]
        attribute = rest[0] if rest and isinstance(rest[0], str) else None
        # The provider's id of a realm is its name.
        if kind == "keycloak_realm" and attribute == "id" and arguments is not None:
            attribute = "realm"
        symbol = Symbol(
            f"{resource_type}.{name}.{attribute}",
            stack=self.name,
            address=f"{resource_type}.{name}" if arguments is not None else None,
            instance=instance,
            attribute=attribute,
        )
        if arguments is None or attribute not in arguments or "for_each" in arguments:
            return symbol
        return walk(Evaluation(self).value(arguments[attribute]), rest[1:])

    @property
    def variables(self) -> Mapping[str, Mapping[str, Any]]:
        """Input variables by name."""
        return dict(self.json.get("variable", {}))

    @property
    def outputs(self) -> Mapping[str, Mapping[str, Any]]:
        """Outputs by name, those that carry references across stacks included."""
        return dict(self.json.get("output", {}))

    @property
    def backend(self) -> str:
        """Kind of the backend, such as `pg`."""
        return next(iter(self.json.get("terraform", {}).get("backend", {})), "local")

    @property
    def subject(self) -> Subject:
        """What a finding about the stack as a whole names."""
        return Subject(self.name, f"stack '{self.name}'")

    def element(self, kind: str, name: str) -> Subject:
        """Return what a finding about a variable or an output names."""
        return Subject(f"{self.name}/{name}", f"{kind} '{name}'")


def _object(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
