"""What our constructs emitted into a stack, block by block, and what has become of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.block_lists import without_lists
from constructs_lib.guardrails.terraform.comments import COMMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["OF_OTHER_STACKS", "STATE_CHANGES", "Block", "Change", "Emitted", "blocks_of", "changes", "tells_its_name"]

Block = tuple[str, ...]
"""What a block is called: `("resource", "keycloak_role", "Name")`, `("locals", "Name")`, `("provider", "keycloak")`."""

STATE_CHANGES = ("moved", "removed")
"""Sections that say what becomes of what the state holds."""

OF_OTHER_STACKS = "cross-stack-output-"
"""With what the CDK begins the name of an output that it makes for other stacks."""

# How many names lead to a block; the other sections are of no construct of ours, or have a rule that objects.
_LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "locals": 1}
_OF_TERRAFORM = frozenset({"required_version", "required_providers"})
# How the CDK calls what one stack tells another; it leaves out of the name whatever a name may not have.
_REMOTE = re.compile(
    r"data\.terraform_remote_state\.cross-stack-reference-input-[\w-]+\.outputs\.cross-stack-output-([\w-]+)"
)
_NOT_IN_NAMES = r"""[.\[\]"']{0,4}"""


@dataclass(frozen=True)
class Change:
    """One argument that is another than our construct made it.

    Attributes:
        path: Keys that lead to it; empty for the block as a whole.
        declared: What our construct wrote; None for nothing.
        actual: What is about to be written; None for nothing.
    """

    path: tuple[str, ...]
    declared: Any = field(repr=False)
    actual: Any = field(repr=False)


@dataclass(frozen=True)
class Emitted:
    """What our constructs emitted into one stack.

    Attributes:
        blocks: Each block as it was when the construct ended.
        early: Blocks that something else had written to before the construct was there.
    """

    blocks: Mapping[Block, Any] = field(default_factory=dict, repr=False)
    early: frozenset[Block] = frozenset()

    @classmethod
    def of(cls, records: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Emitted:
        """Read what a stack remembers.

        Args:
            records: Its Terraform JSON before and after each of our constructs.
        """
        blocks: dict[Block, Any] = {}
        early: set[Block] = set()
        for before, after in records:
            known, found = blocks_of(before), blocks_of(after)
            for block, body in found.items():
                if block in known and known[block] == body:
                    continue
                if block[0] in _LABELS and block in known and block not in blocks:
                    early.add(block)
                # What a later construct of ours adds to a setting of the stack is ours, too; else the first is right.
                if block not in blocks or block[0] not in _LABELS:
                    blocks[block] = body
        return cls(blocks, frozenset(early))

    def has(self, address: str) -> bool:
        """Tell whether a resource, or a data source, is ours, by its address."""
        section = "data" if address.startswith("data.") else "resource"
        kind, _, name = address.removeprefix("data.").partition(".")
        return (section, kind, name) in self.blocks


def blocks_of(json_: Mapping[str, Any]) -> dict[Block, Any]:
    """Return the blocks of a stack's Terraform JSON, that of the backend aside: a rule knows which one is declared."""
    whole = without_lists(json_)
    found: dict[Block, Any] = {}
    for section, labels in _LABELS.items():
        found.update(_labelled((section,), whole.get(section, {}), labels))
    for name, blocks in whole.get("provider", {}).items():
        for index, body in enumerate(blocks):
            found["provider", name, *([str(index)] if index else [])] = body
    for key, body in whole.get("terraform", {}).items():
        if key in _OF_TERRAFORM:
            found.update(_labelled(("terraform", key), body, int(isinstance(body, dict))))
    for section in STATE_CHANGES:
        bodies = whole.get(section, [])
        for each in bodies if isinstance(bodies, list) else (bodies,):
            found[section, json.dumps(each, sort_keys=True)] = each
    return found


def _labelled(names: Block, body: Any, labels: int) -> Iterator[tuple[Block, Any]]:  # noqa: ANN401 - JSON
    if not labels:
        yield names, body
        return
    for name, inner in body.items() if isinstance(body, dict) else ():
        if name != COMMENT:
            yield from _labelled((*names, name), inner, labels - 1)


def changes(declared: Any, actual: Any, path: tuple[str, ...] = ()) -> Iterator[Change]:  # noqa: ANN401 - JSON
    """Yield what is different in a block, argument by argument, its comments aside.

    Args:
        declared: What our construct wrote.
        actual: What is about to be written. A reference to another stack is the one that the CDK makes of ours.
        path: Keys that lead there.
    """
    if _are_maps(declared, actual):
        ours, theirs = declared or {}, actual or {}
        for key in dict.fromkeys((*ours, *theirs)):
            if key != COMMENT or path:
                yield from changes(ours.get(key), theirs.get(key), (*path, key))
    elif _are_blocks(declared, actual):
        for one, other in zip(declared, actual, strict=True):
            yield from changes(one, other, path)
    elif not _is_same(declared, actual):
        yield Change(path, declared, actual)


def _are_maps(declared: Any, actual: Any) -> bool:  # noqa: ANN401 - JSON
    """Tell whether two values can be compared key by key; an empty map is not the same as none, as in `for_each`."""
    if isinstance(declared, dict) and isinstance(actual, dict):
        return True
    return (declared is None and isinstance(actual, dict) and bool(actual)) or (
        actual is None and isinstance(declared, dict) and bool(declared)
    )


def _are_blocks(declared: Any, actual: Any) -> bool:  # noqa: ANN401 - JSON
    return (
        isinstance(declared, list)
        and isinstance(actual, list)
        and len(declared) == len(actual)
        and all(isinstance(each, dict) for each in (*declared, *actual))
    )


def _is_same(declared: Any, actual: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(declared, list) and isinstance(actual, list):
        return len(declared) == len(actual) and all(map(_is_same, declared, actual))
    if declared == actual:
        return type(declared) is type(actual)  # 1 is not true
    return isinstance(declared, str) and isinstance(actual, str) and _is_of_another_stack(declared, actual)


def _is_of_another_stack(declared: str, actual: str) -> bool:
    """Tell whether a text is ours, but that the CDK put what other stacks tell instead of references to them."""
    parts = _REMOTE.split(actual)
    if len(parts) == 1:
        return False
    pattern = "".join(
        _NOT_IN_NAMES.join(map(re.escape, part)) if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.fullmatch(pattern, declared) is not None


def tells_its_name(output: str, value: object) -> bool:
    """Tell whether an output by which the CDK tells other stacks a value holds the one that it is called after.

    Args:
        output: Name of the output.
        value: Its value.
    """
    name = output.removeprefix(OF_OTHER_STACKS)
    return (
        isinstance(value, str)
        and re.fullmatch(rf"\$\{{{_NOT_IN_NAMES.join(map(re.escape, name))}\}}", value) is not None
    )
