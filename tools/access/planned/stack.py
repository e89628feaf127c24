"""A plan of one stack: every resource before and after its apply, changed or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from constructs_lib.declaration.props import SOLE_API
from constructs_lib.guardrails.terraform.plan_faults import plan_faults
from constructs_lib.review.settings import Concealed
from tools.access.planned.concealed import public
from tools.access.planned.looked_up import looked_up
from tools.runner.things import construct_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ACCESS_ROLE_OUTPUT", "UNKNOWN", "Instance", "PlannedStack", "table_of"]

UNKNOWN = Concealed("known after the apply")
"""What stands in the place of a value that the apply makes known."""

_STATES = "terraform_remote_state"
_STACKS = "stacks"
ACCESS_ROLE_OUTPUT = re.compile(r"-keycloak_role(?:.+_)?Realm_(?:Apis_(?P<api>.+)_)?AccessRole_[0-9A-F]{8}id$")
"""Name of the output with the id of the role that opens every model of an API."""

_EACH = re.compile(r"\$\{local\.(\w[\w-]*)\}")
_NO_PLAN = "it is not a plan in Terraform's JSON format 1: write it with terraform show -json"


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One resource.

    Attributes:
        stack: Name of its stack.
        address: Its address, with its key.
        type: Its type, such as `keycloak_role`.
        name: Its name in the Terraform JSON.
        index: Its key of `for_each`, or None.
        before: Its arguments as they are; None where it is new. Secrets are concealed.
        after: Its arguments as they will be; None where it goes. What is not known yet is `UNKNOWN`.
        replaced: Another one takes its place.
        references: What its arguments refer to, as the configuration writes it, by argument.
        entry: The entry of the table that it is made from, where the code is known.
    """

    stack: str
    address: str
    type: str
    name: str
    index: str | int | None
    before: Mapping[str, Any] | None = field(repr=False)
    after: Mapping[str, Any] | None = field(repr=False)
    replaced: bool
    references: Mapping[str, tuple[str, ...]] = field(repr=False)
    entry: Mapping[str, Any] = field(repr=False)

    @property
    def is_made(self) -> bool:
        """Whether the apply makes it, in place of another or not."""
        return self.after is not None and (self.before is None or self.replaced)

    def side(self, *, later: bool) -> Mapping[str, Any] | None:
        """Return its arguments after the apply, or before it."""
        return self.after if later else self.before

    def latest(self, argument: str) -> Any:  # noqa: ANN401 - whatever a plan holds
        """Return an argument as it will be, or as it was where the resource goes."""
        values = self.before if self.after is None else self.after
        return values.get(argument) if values else None


@dataclass(frozen=True)
class PlannedStack:
    """A plan.

    Attributes:
        name: Name of the stack.
        instances: Its resources, those of data sources left out; but for accounts that it looks up.
        read: What it reads of other stacks: ids of roles and groups, by their names.
        access: What it reads as the id of the role that opens every model of an API, with the API's name.
        stacks: Names of all stacks of the environment; empty where this one does not tell.
        paths: Paths of the constructs inside the stack, by type and name of the resource, where the code is known.
        faults: Why it does not show all that an apply would do.
    """

    name: str
    instances: tuple[Instance, ...] = field(repr=False)
    read: Mapping[str, str] = field(default_factory=dict, repr=False)
    access: Mapping[str, str] = field(default_factory=dict, repr=False)
    stacks: tuple[str, ...] = ()
    paths: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, document: Mapping[str, Any], code: Mapping[str, Any] | None = None) -> Self:
        """Read what `terraform show -json` prints of a plan (Terraform: "JSON Output Format", format version 1).

        Args:
            name: Name of the stack.
            document: What it prints.
            code: The Terraform JSON that the plan was made from, where it is known.

        Raises:
            ValueError: It is no plan, or one of an unknown format.
        """
        try:
            if str(document["format_version"]).partition(".")[0] != "1":
                raise ValueError(_NO_PLAN)
            configured = dict(_references(document["configuration"]["root_module"]))
            instances = tuple(_instances(name, document["resource_changes"], configured, code or {}))
            prior = document.get("prior_state", {}).get("values", {}).get("root_module", {})
            accounts = looked_up(prior.get("resources", []), document["resource_changes"])
            return cls(
                name,
                (*instances, *(_account(name, *account) for account in accounts)),
                read={id: key for key, id in _outputs(prior) if not ACCESS_ROLE_OUTPUT.search(key)},
                access={
                    id: found["api"] or SOLE_API
                    for key, id in _outputs(prior)
                    if (found := ACCESS_ROLE_OUTPUT.search(key))
                },
                stacks=_stacks(document),
                paths=construct_paths(code or {}),
                faults=tuple(plan_faults(document)),
            )
        except (AttributeError, KeyError, TypeError):
            raise ValueError(_NO_PLAN) from None


def _instances(
    stack: str,
    entries: list[dict[str, Any]],
    configured: Mapping[str, Mapping[str, tuple[str, ...]]],
    code: Mapping[str, Any],
) -> Iterator[Instance]:
    tables = dict(_tables(code))
    for entry in entries:
        if entry["mode"] != "managed":
            continue
        change, index = entry["change"], entry.get("index")
        before = public(change["before"], change.get("before_sensitive"))
        after = _after(change)
        if before is None and after is None:
            continue
        own = f"{entry['type']}.{entry['name']}"
        named = tables.get(own, {}).get(index) if index is not None else None
        yield Instance(
            stack=stack,
            address=entry["address"],
            type=entry["type"],
            name=entry["name"],
            index=index,
            before=before,
            after=after,
            replaced={"create", "delete"} <= set(change["actions"]),
            # A module's resources are not ours: what they refer to is not looked up.
            references=configured.get(own, {}) if "module_address" not in entry else {},
            entry=named if isinstance(named, dict) else {},
        )


def _account(stack: str, address: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Instance:
    type_, _, name = address.removeprefix("data.").partition(".")
    return Instance(
        stack, address, type_, name, None, before=before, after=after, replaced=False, references={}, entry={}
    )


def _after(change: Mapping[str, Any]) -> Mapping[str, Any] | None:
    after = public(change["after"], change.get("after_sensitive"))
    unknown = change.get("after_unknown")
    if after is None or not unknown:
        return after  # type: ignore[no-any-return]
    return _overlaid(after, unknown)  # type: ignore[no-any-return]


def _overlaid(value: Any, unknown: Any) -> Any:  # noqa: ANN401 - whatever a plan holds, and marks in its structure
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, dict):
        later = {key: mark for key, mark in unknown.items() if mark}
        own = value if isinstance(value, dict) else {}
        return {**own, **{key: _overlaid(own.get(key), mark) for key, mark in later.items()}} if later else value
    if isinstance(unknown, list) and isinstance(value, list):
        marks = [*unknown, *[False] * len(value)]
        return [_overlaid(inner, mark) for inner, mark in zip(value, marks, strict=False)]
    return value


def _references(module: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, tuple[str, ...]]]]:
    for resource in module.get("resources", []):
        found = {
            argument: tuple(expression.get("references", ()))
            for argument, expression in resource.get("expressions", {}).items()
            if isinstance(expression, dict)
        }
        yield resource["address"], found


def _tables(code: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Yield resources that are made from a table of the code, with that table."""
    tables = code.get("locals", {})
    for kind, named in code.get("resource", {}).items():
        for name, body in named.items():
            found = _EACH.fullmatch(str(body.get("for_each", "")))
            table = tables.get(found[1]) if found else None
            if isinstance(table, dict):
                yield f"{kind}.{name}", table


def _outputs(module: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield ids that other stacks put out, each with the name that it has there, or that of its output."""
    for resource in module.get("resources", []):
        if resource["type"] == _STATES:
            for output, value in (resource["values"].get("outputs") or {}).items():
                named = value.items() if isinstance(value, dict) else ((output, value),)
                yield from ((name, id) for name, id in named if isinstance(id, str))


def _stacks(document: Mapping[str, Any]) -> tuple[str, ...]:
    value = document.get("planned_values", {}).get("outputs", {}).get(_STACKS, {}).get("value")
    return tuple(map(str, value)) if isinstance(value, list) else ()


def table_of(values: Mapping[str, Any], argument: str) -> Mapping[str, Any]:
    """Return an argument that is a map; an empty one where it is none, or known after the apply.

    Args:
        values: The arguments of a resource, on one side.
        argument: The argument.
    """
    value = values.get(argument)
    return value if isinstance(value, dict) else {}
