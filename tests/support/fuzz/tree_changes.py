"""Changes of what an environment file says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.fuzz.hostile import KEYS, RAW, TEXTS
from tests.support.fuzz.trees import Container, Node, Raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

__all__ = ["TREE_CHANGES"]

_Slot = tuple[Container, str | int]


def _slots(node: Node) -> Iterator[_Slot]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield node, key
            yield from _slots(value)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield node, index
            yield from _slots(value)


def _slot(random: Random, tree: Node) -> _Slot | None:
    slots = list(_slots(tree))
    return random.choice(slots) if slots else None


def _set(slot: _Slot, value: Node) -> None:
    container, key = slot
    container[key] = value  # type: ignore[index]


def _get(slot: _Slot) -> Node:
    container, key = slot
    value: Node = json.loads(json.dumps(container[key]))  # type: ignore[index]
    return value


def _replace_value(random: Random, tree: Node, _others: Mapping[str, Node]) -> None:
    slot = _slot(random, tree)
    if slot is None:
        return
    old = _get(slot)
    text = str(old) if not isinstance(old, dict | list) else "x"
    scalars: tuple[Node, ...] = (
        None,
        True,
        False,
        -1,
        2**31,
        10**15,
        1.5,
        [],
        {},
        [old],
        {"x": old},
        text[:-1],
        text + "x",
    )
    values: tuple[Node, ...] = (
        *scalars,
        random.choice(TEXTS),
        text + random.choice(TEXTS),
        random.choice(TEXTS) + text,
        Raw(random.choice(RAW)),
        Raw(random.choice(RAW)),
    )
    _set(slot, random.choice(values))


def _rename(random: Random, tree: Node, _others: Mapping[str, Node]) -> None:
    slots = [slot for slot in _slots(tree) if isinstance(slot[0], dict)]
    if not slots:
        return
    container, key = random.choice(slots)
    assert isinstance(container, dict)
    key = str(key)
    other = random.choice((*container, "x"))
    names = (
        *KEYS,
        *KEYS,
        key.upper(),
        key + "x",
        key[1:],
        key.replace("-", "_"),
        key.replace("_", "-"),
        f"{key}-green",
        other,
    )
    name = random.choice(names)
    items = list(container.items())
    container.clear()
    container.update({name if old == key else old: value for old, value in items})


def _remove(random: Random, tree: Node, _others: Mapping[str, Node]) -> None:
    slot = _slot(random, tree)
    if slot:
        container, key = slot
        del container[key]  # type: ignore[arg-type]


def _move(random: Random, tree: Node, _others: Mapping[str, Node]) -> None:
    source, target = _slot(random, tree), _slot(random, tree)
    if source and target:
        _set(target, _get(source))


def _graft(random: Random, tree: Node, others: Mapping[str, Node]) -> None:
    source, target = _slot(random, random.choice(tuple(others.values()))), _slot(random, tree)
    if source and target:
        _set(target, _get(source))


def _add(random: Random, tree: Node, others: Mapping[str, Node]) -> None:
    """Add what another file says beside what this one says: names of two teams meet."""
    container = random.choice(
        [tree, *(value for slot in _slots(tree) if isinstance(value := _get_live(slot), dict | list))]
    )
    source = _slot(random, random.choice(tuple(others.values())))
    if source is None:
        return
    if isinstance(container, dict):
        container[random.choice((str(source[1]), random.choice(KEYS)))] = _get(source)
    elif isinstance(container, list):
        container.insert(random.randrange(len(container) + 1), _get(source))


def _multiply(random: Random, tree: Node, _others: Mapping[str, Node]) -> None:
    slot = _slot(random, tree)
    if slot is None:
        return
    container, key = slot
    value, times = _get(slot), random.choice((2, 20, 200))
    if isinstance(container, list):
        container.extend([value] * times)
    else:
        container.update({f"{key}{number}": value for number in range(times)})


def _deepen(random: Random, tree: Node, _others: Mapping[str, Node]) -> None:
    slot = _slot(random, tree)
    if slot is None:
        return
    value = _get(slot)
    for _ in range(random.choice((1, 5, 20, 40))):
        value = [value] if random.random() < 0.5 else {"x": value}
    _set(slot, value)


def _get_live(slot: _Slot) -> Node:
    container, key = slot
    return container[key]  # type: ignore[index]


TREE_CHANGES: tuple[Callable[[Random, dict[str, Node], Mapping[str, Node]], None], ...] = (
    *[_replace_value] * 5,
    *[_rename] * 4,
    _remove,
    _move,
    _graft,
    *[_add] * 2,
    _multiply,
    _deepen,
)
"""Each changes a tree; those of other files may lend a part. The likelier ones are there more than once."""
