"""How often a resource or a block is made: `count`, `for_each`, `dynamic`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.conversions import EvaluationError, as_number
from constructs_lib.guardrails.terraform.symbol import OpenList, OpenMap, Symbol
from constructs_lib.guardrails.terraform.unknown import computed, mapped, opened, walked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.evaluation import Evaluation
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Repetition", "body", "ignored", "repetition"]

# More instances than these nobody counts by hand; they are judged as one.
_MOST = 1000
_META = frozenset({"//", "for_each", "count", "depends_on", "lifecycle", "provider", "provisioner", "connection"})


@dataclass(frozen=True)
class Repetition:
    """The instances of a resource.

    Attributes:
        names: By the instance's key, what `each` or `count` is there; the key None stands for those that are not known.
        decided_by: What decides how many there are, where that is not known.
    """

    names: Mapping[str | int | None, Mapping[str, Value]]
    decided_by: Symbol | None = None


def repetition(arguments: Mapping[str, Any], evaluation: Evaluation) -> Repetition:
    """Return the instances of a resource: one without a key, unless it has `count` or `for_each`.

    Args:
        arguments: The resource as it stands in the Terraform JSON.
        evaluation: What reads its expressions.
    """
    if "count" in arguments:
        return _counted(evaluation.value(arguments["count"]))
    if "for_each" in arguments:
        return _each(opened(evaluation.value(arguments["for_each"])))
    return Repetition({None: {}})


def body(raw: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Value]:
    """Evaluate a resource's arguments, its `dynamic` blocks written out.

    Args:
        raw: The resource as it stands in the Terraform JSON.
        evaluation: What reads its expressions.
    """
    own = {key: item for key, item in raw.items() if key not in _META}
    found = _block(own, evaluation)
    return found if isinstance(found, dict) else {}


def ignored(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the arguments whose changes a resource ignores."""
    lifecycle = arguments.get("lifecycle", {})
    found: list[str] = []
    for block in lifecycle if isinstance(lifecycle, list) else [lifecycle]:
        names = block.get("ignore_changes", []) if isinstance(block, dict) else []
        found += [str(name) for name in (names if isinstance(names, list) else [names])]
    return tuple(found)


def _counted(count: Value) -> Repetition:
    unknown: dict[str | int | None, Mapping[str, Value]] = {None: {"count": {"index": Symbol("count.index")}}}
    if isinstance(count, Symbol) and not (count.is_reference and count.variable):
        return Repetition(unknown, replace(count, unread=True))
    if isinstance(count, Symbol) and count.default is not None and not isinstance(count.default, Symbol):
        names = _counted(count.default).names
        # None at all by default is what the code says, and no rule sees what is not there.
        return Repetition({**names, **unknown}, count if names else replace(count, unread=True))
    try:
        number = int(as_number(count))
    except EvaluationError:
        decided_by = count if isinstance(count, Symbol) else Symbol("count", unread=True)
        return Repetition(unknown, decided_by)
    if number > _MOST:
        return Repetition({None: {"count": {"index": Symbol("count.index")}}})
    return Repetition({index: {"count": {"index": index}} for index in range(number)})


def _each(each: Value) -> Repetition:
    if isinstance(each, list):  # toset([...])
        found: dict[str | int | None, Value] = {item: item for item in each if isinstance(item, str)}
        unread = [item for item in each if isinstance(item, Symbol)]
        unknown = computed("for_each", unread, choices=unread) if len(unread) > 1 else next(iter(unread), None)
    else:
        found = dict(each.items()) if isinstance(each, dict) else {}
        unknown = each if isinstance(each, Symbol) else None if isinstance(each, dict) else Symbol("each", unread=True)
    if isinstance(each, OpenMap):
        unknown = each.rest
    names: dict[str | int | None, Mapping[str, Value]] = {
        key: {"each": {"key": key, "value": value}} for key, value in found.items()
    }
    if unknown is not None:
        value = walked(each, Symbol("each.key")) if isinstance(each, Symbol) else unknown
        names[None] = {"each": {"key": unknown, "value": value}}
    open_ended = isinstance(each, OpenList) or unknown is not None
    if isinstance(each, OpenList | OpenMap) and not found:  # as above
        unknown = replace(unknown or Symbol("for_each"), unread=True)
    return Repetition(names, (unknown or Symbol("for_each", unread=True)) if open_ended else None)


def _block(raw: Mapping[str, Any], evaluation: Evaluation) -> Value:
    entries = [(evaluation.value(key), _inner(item, evaluation)) for key, item in raw.items() if key != "dynamic"]
    dynamic = raw.get("dynamic")
    if not isinstance(dynamic, dict | list):  # an argument of that name, if it is there at all
        return mapped([*entries, *([("dynamic", evaluation.value(dynamic))] if dynamic is not None else [])])
    by_name = {str(key): value for key, value in entries}
    for label, spec in _labelled(dynamic):
        blocks = _written_out(label, spec, evaluation)
        before = by_name.get(label, [])
        if isinstance(blocks, Symbol):
            by_name[label] = blocks
        elif blocks:
            kind = OpenList if isinstance(blocks, OpenList) else list
            by_name[label] = kind([*(before if isinstance(before, list) else [before]), *blocks])
    return dict(by_name)


def _inner(raw: object, evaluation: Evaluation) -> Value:
    if isinstance(raw, dict):
        return _block(raw, evaluation)
    if isinstance(raw, list):
        return [_inner(item, evaluation) for item in raw]
    return evaluation.value(raw)


def _labelled(dynamic: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for group in dynamic if isinstance(dynamic, list) else [dynamic]:
        for label, specs in group.items() if isinstance(group, dict) else ():
            for spec in specs if isinstance(specs, list) else [specs]:
                if isinstance(spec, dict):
                    yield label, spec


def _written_out(label: str, spec: Mapping[str, Any], evaluation: Evaluation) -> list[Value] | Symbol:
    each = opened(evaluation.value(spec.get("for_each")))
    if isinstance(each, Symbol) and each.unread:
        return each
    iterator = spec.get("iterator", label)
    content = spec.get("content", {})
    if isinstance(each, dict):
        pairs: list[tuple[Value, Value]] = list(each.items())
    elif isinstance(each, list):
        pairs = list(enumerate(each))
    else:
        pairs = [(each, each)]
    blocks = [_inner(content, evaluation.bound({iterator: {"key": key, "value": value}})) for key, value in pairs]
    return OpenList(blocks) if isinstance(each, Symbol | OpenList | OpenMap) else blocks
