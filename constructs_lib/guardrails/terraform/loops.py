"""`for`, `[*]` and `%{for}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from constructs_lib.guardrails.hcl.tree import SPLAT, For
from constructs_lib.guardrails.terraform.conversions import EvaluationError, as_boolean, as_text
from constructs_lib.guardrails.terraform.symbol import OpenList, OpenMap, Symbol
from constructs_lib.guardrails.terraform.unknown import computed, is_known, opened, templated, walked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.hcl.tree import Expression, Repeat
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["Evaluator", "looped", "splat"]


class Evaluator(Protocol):
    """What evaluates the parts of a loop."""

    def evaluate(self, expression: Expression) -> Value:
        """Evaluate an expression."""

    def bound(self, names: Mapping[str, Value]) -> Evaluator:
        """Return one that knows more names."""


def looped(evaluator: Evaluator, loop: For | Repeat) -> Value:
    """Evaluate a loop; over what is not known, one turn stands for all.

    Raises:
        EvaluationError: The source has no elements.
    """
    source = opened(evaluator.evaluate(loop.source))
    turns = [evaluator.bound(names) for names in _turns(loop, source)]
    known = not isinstance(source, Symbol | OpenList | OpenMap)
    if not isinstance(loop, For):
        bodies = [turn.evaluate(loop.body) for turn in turns]
        text = templated(bodies)
        return text if known else computed("%{for}…", [source, text])
    kept, certain = _kept(turns, loop)
    if loop.item_key is None:
        items = [turn.evaluate(loop.item) for turn in kept]
        # The code decides with its condition how many there are.
        return items if known and certain else OpenList(items if certain else [*items, Symbol("if …", unread=True)])
    return _object(kept, loop, loop.item_key, closed=known and certain, certain=certain)


def splat(evaluator: Evaluator, source: Value, item: Expression) -> Value:
    """Evaluate `source[*]…`: null has no element, and what is no list is its one element."""
    source = opened(source)
    if isinstance(source, Symbol):
        return OpenList([evaluator.bound({SPLAT: source}).evaluate(item)])
    elements = source if isinstance(source, list) else [] if source is None else [source]
    found = [evaluator.bound({SPLAT: each}).evaluate(item) for each in elements]
    return OpenList(found) if isinstance(source, OpenList) else found


def _turns(loop: For | Repeat, source: Value) -> Iterator[dict[str, Value]]:
    pairs: list[tuple[Value, Value]]
    if isinstance(source, Symbol):
        pairs = [(walked(source, Symbol("key")), walked(source, Symbol("key")))]
    elif isinstance(source, dict):
        pairs = [(key, source[key]) for key in sorted(source)]
        if isinstance(source, OpenMap):
            pairs.append((source.rest, source.rest))
    elif isinstance(source, list):
        pairs = list(enumerate(source))
    else:
        raise EvaluationError("nothing to go through")
    for key, value in pairs:
        yield {**({loop.key: key} if loop.key else {}), loop.value: value}


def _kept(turns: list[Evaluator], loop: For) -> tuple[list[Evaluator], bool]:
    """Return the turns that the condition keeps, and whether that is certain."""
    if loop.condition is None:
        return turns, True
    decided = [(turn, turn.evaluate(loop.condition)) for turn in turns]
    kept = [turn for turn, condition in decided if not is_known(condition) or as_boolean(condition)]
    return kept, all(is_known(condition) for _, condition in decided)


def _object(turns: list[Evaluator], loop: For, item_key: Expression, *, closed: bool, certain: bool) -> Value:
    entries: dict[str, Value] = {}
    unknown: list[Value] = []
    for turn in turns:
        key, item = turn.evaluate(item_key), turn.evaluate(loop.item)
        if isinstance(key, Symbol):
            unknown += [key, item]
        elif loop.grouped:
            group = entries.setdefault(as_text(key), [])
            entries[as_text(key)] = [*(group if isinstance(group, list) else []), item]
        else:
            entries[as_text(key)] = item
    if closed and not unknown:
        return entries
    return OpenMap(entries, computed("{for …}", unknown, unread=not certain, choices=unknown))
