"""In which order Terraform makes resources: what waits for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.hcl.parser import UnreadExpressionError, parse_template
from constructs_lib.guardrails.hcl.tree import For, Index, Literal, Name, Repeat, nodes
from constructs_lib.guardrails.terraform.comments import COMMENT
from constructs_lib.guardrails.terraform.leaves import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.hcl.tree import Expression
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["CreationOrder"]

_DEPENDS_ON, _LOCAL = "depends_on", "local"
# How the CDK calls the state of another stack of the app.
_STACK_OF_THE_APP = "cross-stack-reference-input-"


class CreationOrder:
    """Reads what a resource waits for: what it names in `depends_on`, and what its arguments refer to.

    Args:
        configuration: The stacks.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._stacks = {stack.name: stack.json for stack in configuration.stacks}
        self._awaited: dict[tuple[str, str], frozenset[str]] = {}
        self._all_awaited: dict[tuple[str, str], frozenset[str]] = {}

    def is_after(self, later: Resource, earlier: Resource) -> bool:
        """Tell whether a resource is sure to be made after another one, by way of others or not.

        A stack that reads another one's state is applied after it, as the CDK sees to.
        """
        if later.stack != earlier.stack:
            states = self._stacks[later.stack].get("data", {}).get("terraform_remote_state", {})
            return f"{_STACK_OF_THE_APP}{earlier.stack}" in states
        place = (later.stack, later.address)
        if place not in self._all_awaited:
            self._all_awaited[place] = self._upstream(*place)
        return earlier.address in self._all_awaited[place]

    def _upstream(self, stack: str, address: str) -> frozenset[str]:
        """Return what a resource waits for, and what those wait for, but for itself."""
        seen, ahead = {address}, [address]
        while ahead:
            found = self._waits_for(stack, ahead.pop()) - seen
            seen |= found
            ahead += found
        return frozenset(seen - {address})

    def is_replaced(self, resource: Resource) -> bool:
        """Tell whether a change elsewhere makes a resource anew, and so the last one."""
        lifecycle = self._body(resource.stack, resource.address).get("lifecycle", {})
        blocks = lifecycle if isinstance(lifecycle, list) else [lifecycle]
        return any(isinstance(block, dict) and block.get("replace_triggered_by") for block in blocks)

    def _waits_for(self, stack: str, address: str) -> frozenset[str]:
        place = (stack, address)
        if place not in self._awaited:
            self._awaited[place] = frozenset(_awaited(self._body(stack, address)))
        return self._awaited[place]

    def _body(self, stack: str, address: str) -> Mapping[str, Any]:
        kind, _, name = address.partition(".")
        json = self._stacks[stack]
        if kind == _LOCAL:
            return {name: json.get("locals", {}).get(name)}
        body = json.get("resource", {}).get(kind, {}).get(name, {})
        return body if isinstance(body, dict) else {}


def _awaited(body: Mapping[str, Any]) -> Iterator[str]:
    named = body.get(_DEPENDS_ON)
    for each in named if isinstance(named, list) else []:
        kind, _, rest = str(each).partition(".")
        yield f"{kind}.{rest.partition('[')[0]}"
    for key, value in body.items():
        if key not in (_DEPENDS_ON, COMMENT, "lifecycle"):
            for _, text in leaves(value):
                yield from _addresses(text) if isinstance(text, str) and "${" in text else ()


def _addresses(text: str) -> Iterator[str]:
    """Yield the addresses of resources and local values that a text refers to; a name that `for` binds is none."""
    try:
        expression: Expression = parse_template(text)
    except UnreadExpressionError:
        return
    parts = list(nodes(expression))
    bound = {name for part in parts if isinstance(part, For | Repeat) for name in (part.key, part.value)}
    for part in parts:
        if isinstance(part, Index) and isinstance(part.of, Name) and part.of.name not in bound:
            key = part.key.value if isinstance(part.key, Literal) else None
            if isinstance(key, str):
                yield f"{part.of.name}.{key}"
