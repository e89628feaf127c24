"""Plans as `terraform show -json` prints them, made from two synthesized environments without Terraform.

The first one is applied: each of its resources has an id. The second is planned: what is new gets its id by the apply.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.stack import Stack
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.support.declarations.synthesis import Synthesized

__all__ = ["SECRET", "Simulated"]

SECRET = "s3cr3t-of-the-simulation"
"""The value of every variable."""

_UNKNOWN = object()
_SETS = ("role_ids", "group_ids", "composite_roles", "optional_scopes", "default_scopes")
_MAPS = ("config", "extra_config")
_REFERENCE = re.compile(
    r'each\.key|each\.value(?:\.\w+)?|local\.[\w-]+(?:\["[^"]+"\])?|keycloak_\w+\.[\w-]+(?:\["[^"]+"\])?(?:\.\w+)?'
)
_INSTANCE = re.compile(r"\[each\.[\w.]+\]")
_BLOCKS = ("security_defenses", "headers", "brute_force_detection", "smtp_server", "auth", "cache", "initial_password")
_COMPUTED = {"keycloak_openid_client": ("id", "service_account_user_id")}

Address = tuple[str, str]


class Simulated:
    """An environment that is applied.

    Args:
        stacks: Its synthesized stacks; none where nothing is applied yet.
    """

    def __init__(self, stacks: Mapping[str, Synthesized]) -> None:
        self.state: dict[Address, dict[str, Any]] = {}
        self._ids: dict[Address, str] = {}
        for address, (type_, arguments) in _evaluated(stacks).items():
            self._ids[address] = f"id-{len(self._ids)}-of-{address[1]}"
            self.state[address] = {"type": type_, "arguments": arguments}

    def _before(self) -> dict[Address, dict[str, Any]]:
        return {
            address: {**_resolved(kept["arguments"], self._ids), **_ids_of(kept["type"], self._ids[address])}
            for address, kept in self.state.items()
        }

    def plans(self, stacks: Mapping[str, Synthesized]) -> dict[str, dict[str, Any]]:
        """Return the plans of another environment on what is applied, by stack."""
        moved = {(name, new): (name, old) for name, each in stacks.items() for new, old in _moves(each.json)}
        before = self._before()
        after = _evaluated(stacks)
        former = {address: moved.get(address, address) for address in after}
        former = {address: old if old in before else address for address, old in former.items()}
        ids = {address: self._ids[old] for address, old in former.items() if old in self._ids}
        entries: dict[str, list[dict[str, Any]]] = {name: [] for name in {*stacks, *(stack for stack, _ in before)}}
        for address, (type_, arguments) in after.items():
            known = ids.get(address)
            values = {**_resolved(arguments, ids), **_ids_of(type_, known or _UNKNOWN)}
            entries[address[0]].append(_entry(type_, address[1], before.get(former[address]), values))
        for address, values in before.items():
            if address not in former.values():
                entries[address[0]].append(_entry(self.state[address]["type"], address[1], values, None))
        code = {name: each.json for name, each in stacks.items()}
        return {name: self._document(name, listed, code.get(name, {}), before) for name, listed in entries.items()}

    def _document(
        self,
        name: str,
        entries: list[dict[str, Any]],
        code: Mapping[str, Any],
        before: Mapping[Address, dict[str, Any]],
    ) -> dict[str, Any]:
        elsewhere = {address: values for address, values in before.items() if address[0] != name}
        roles = {
            values["name"]: values["id"]
            for address, values in elsewhere.items()
            if self.state[address]["type"] == "keycloak_role"
        }
        groups = {
            values["name"]: values["id"]
            for address, values in elsewhere.items()
            if self.state[address]["type"] == "keycloak_group" and address[0].endswith("-shared")
        }
        outputs = {"cross-stack-output-localModels_RoleIds_0A": roles, "cross-stack-output-localGroupIds": groups}
        read = {"type": "terraform_remote_state", "mode": "data", "values": {"outputs": outputs}}
        listed = [
            {"address": f"{kind}.{resource}", "expressions": dict(_expressions(body))}
            for kind, named in code.get("resource", {}).items()
            for resource, body in named.items()
        ]
        stacks = code.get("output", {}).get("stacks", {}).get("value")
        return {
            "format_version": "1.2",
            "resource_changes": entries,
            "prior_state": {"values": {"root_module": {"resources": [read]}}},
            "planned_values": {"outputs": {"stacks": {"value": stacks}} if stacks else {}},
            "configuration": {"root_module": {"resources": listed}},
        }


def _evaluated(stacks: Mapping[str, Synthesized]) -> dict[Address, tuple[str, dict[str, Any]]]:
    neighbours: dict[str, Stack] = {}
    for name, each in stacks.items():
        neighbours[name] = Stack(name, each.json, neighbours)
    return {
        (name, _address(resource.address, resource.instance)): (resource.type, dict(resource.arguments))
        for name, stack in neighbours.items()
        for resource in stack.resources
    }


def _address(address: str, index: object) -> str:
    return address if index is None else f'{address}["{index}"]'


def _ids_of(type_: str, id: Any) -> dict[str, Any]:  # noqa: ANN401 - a text, or the mark
    names = _COMPUTED.get(type_, ("id",))
    return {name: id if id is _UNKNOWN or name == "id" else f"{name}-{id}" for name in names}


def _resolved(arguments: Mapping[str, Any], ids: Mapping[Address, str]) -> dict[str, Any]:
    kept = {key: value for key, value in arguments.items() if key not in ("lifecycle", "depends_on")}
    return _value(kept, ids)  # type: ignore[no-any-return]


def _value(value: Any, ids: Mapping[Address, str]) -> Any:  # noqa: ANN401 - a value of Terraform
    if isinstance(value, dict):
        found = {key: _value(inner, ids) for key, inner in value.items()}
        return {key: [inner] if key in _BLOCKS else inner for key, inner in found.items()}
    if isinstance(value, list):
        return [_value(inner, ids) for inner in value]
    if not isinstance(value, Symbol):
        return value
    if value.stack and value.address and value.attribute in ("id", "service_account_user_id"):
        address = _address(value.address, value.instance)
        id = f"id-of-{address}" if address.startswith("data.") else ids.get((value.stack, address))
        if id is None:
            return _UNKNOWN
        return id if value.attribute == "id" else f"{value.attribute}-{id}"
    return SECRET if value.variable else f"what {value.text} is"


def _marks(value: Any, *, of: Any) -> Any:  # noqa: ANN401 - a value, and marks in its structure
    if isinstance(value, dict):
        return {key: mark for key, inner in value.items() if (mark := _marks(inner, of=of))}
    if isinstance(value, list):
        found = [_marks(inner, of=of) for inner in value]
        return found if any(found) else False
    return value is of or value == of


def _known(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return {key: _known(inner) for key, inner in value.items() if inner is not _UNKNOWN}
    if isinstance(value, list):
        return [_known(inner) for inner in value if inner is not _UNKNOWN]
    return value


def _as_sets(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """A set, or a map, with an element that is unknown is unknown as a whole, as Terraform and the provider have it."""
    if values is None:
        return None
    return {key: _UNKNOWN if _is_unknown(key, value) else value for key, value in values.items()}


def _is_unknown(key: str, value: Any) -> bool:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return key in _MAPS and _UNKNOWN in value.values()
    return key in _SETS and isinstance(value, list) and _UNKNOWN in value


def _entry(type_: str, address: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    before, after = _as_sets(before), _as_sets(after)
    name, _, index = address.partition(".")[2].partition("[")
    actions = (
        ["create"] if before is None else ["delete"] if after is None else ["no-op" if before == after else "update"]
    )
    return {
        "address": address,
        "mode": "managed",
        "type": type_,
        "name": name,
        **({"index": index.strip('"]')} if index else {}),
        "change": {
            "actions": actions,
            "before": before,
            "after": None if after is None else _known(after),
            "before_sensitive": _marks(before, of=SECRET) or {},
            "after_sensitive": _marks(after, of=SECRET) or {},
            "after_unknown": _marks(after, of=_UNKNOWN) or {},
        },
    }


def _moves(code: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for move in code.get("moved", []):
        yield move["to"], move["from"]


def _expressions(body: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    for argument, value in body.items():
        found = [_INSTANCE.sub("", each) for each in _REFERENCE.findall(json.dumps(value).replace('\\"', '"'))]
        if found:
            yield argument, {"references": found}
