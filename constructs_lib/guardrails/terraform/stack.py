"""One stack's Terraform JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.comments import construct_path
from constructs_lib.guardrails.terraform.evaluation import Evaluation
from constructs_lib.guardrails.terraform.references import References
from constructs_lib.guardrails.terraform.repetition import Repetition, body, ignored
from constructs_lib.guardrails.terraform.resource import Resource
from constructs_lib.guardrails.terraform.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from constructs_lib.guardrails.terraform.plan import Plan
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Stack"]

_DATA = "data."


@dataclass(frozen=True)
class Stack(References):
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
    _repetitions: dict[str, Repetition] = field(default_factory=dict, repr=False)

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """All resource instances, those too that only a plan shows: of modules, of other files of its folder."""
        declared = tuple(self._declared("resource", ""))
        keys = {(each.address, None if each.instance is None else str(each.instance)) for each in declared}
        return (*declared, *self._undeclared(keys))

    @cached_property
    def data_sources(self) -> tuple[Resource, ...]:
        """All data sources, as what a reference points to; `type` is that of the resource that they look up."""
        return tuple(self._declared("data", _DATA))

    @cached_property
    def providers(self) -> tuple[Resource, ...]:
        """The blocks that configure providers, each with the provider's name as its type."""
        return tuple(
            Resource(name, self.name, f"provider.{name}", None, f"{self.name}/{name}", body(block, Evaluation(self)))
            for name, blocks in self.json.get("provider", {}).items()
            for block in (blocks if isinstance(blocks, list) else [blocks])
        )

    def _declared(self, block: str, prefix: str) -> Iterator[Resource]:
        for resource_type, by_name in self.json.get(block, {}).items():
            for name, arguments in by_name.items():
                yield from self._instances(resource_type, name, arguments, prefix)

    def _instances(
        self, resource_type: str, name: str, arguments: Mapping[str, Any], prefix: str
    ) -> Iterator[Resource]:
        path = construct_path(arguments) or f"{self.name}/{name}"
        address = f"{prefix}{resource_type}.{name}"
        repeated = self._repetition(address, arguments)
        planned = self.plan.of(address) if self.plan else {}
        names = dict(repeated.names)
        decided_by = repeated.decided_by
        if self.plan and decided_by:  # a plan knows what could not be evaluated before
            names = {key: names.get(key, names.get(None, {})) for key in planned}
            decided_by = None
        kept = ignored(arguments)
        for key, bound in names.items():
            place = path if key is None else f"{path}[{json.dumps(key, ensure_ascii=False)}]"
            configured = known = body(arguments, Evaluation(self, bound))
            if instance := planned.get(None if key is None else str(key)):
                known = instance.computed(known)
            yield Resource(resource_type, self.name, address, key, place, known, decided_by, kept, configured, instance)

    def _undeclared(self, declared: AbstractSet[tuple[str, str | None]]) -> Iterator[Resource]:
        """Yield what only the plan shows, instances too that the tables of the code do not have."""
        for each in self.plan.instances if self.plan else ():
            if (each.address, each.instance) not in declared:
                path = f"{self.name}/{each.address}" + (f'["{each.instance}"]' if each.instance is not None else "")
                yield Resource(each.type, self.name, each.address, each.instance, path, each.known())

    @property
    def backend(self) -> str:
        """Kind of the backend, such as `pg`."""
        return next(iter(self.json.get("terraform", {}).get("backend", {})), "local")

    @property
    def subject(self) -> Subject:
        """What a finding about the stack as a whole names."""
        return Subject(self.name, f"stack '{self.name}'")

    def block(self, kind: str, name: str, body: Mapping[str, Any]) -> Subject:
        """Return what a finding about a resource, or a data source, as it stands in the JSON names."""
        return Subject(construct_path(body) or f"{self.name}/{name}", kind)

    def element(self, kind: str, name: str) -> Subject:
        """Return what a finding about a variable or an output names."""
        return Subject(f"{self.name}/{name}", f"{kind} '{name}'")
