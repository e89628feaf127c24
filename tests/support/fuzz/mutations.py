"""Change an environment file as people and attackers do: its structure where it has one, else its text."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from tests.support.fuzz.hostile import KEYS, LINES, RAW, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

__all__ = ["Node", "mutate", "tree_of"]


class Raw(str):
    """YAML that is written as it stands."""

    __slots__ = ()


Node = str | int | float | bool | None | list["Node"] | dict[str, "Node"]
_Container = list[Node] | dict[str, Node]
_Slot = tuple[_Container, str | int]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def tree_of(text: str) -> dict[str, Node]:
    """Return what a valid environment file says, as a tree to change."""
    tree: dict[str, Node] = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    return tree


def mutate(random: Random, text: str, tree: dict[str, Node], others: Mapping[str, Node]) -> bytes:
    """Return another file that is nearly this one.

    Args:
        random: Decides what is changed.
        text: The file.
        tree: The same as a tree; it is not changed.
        others: Trees of other files, whose parts may be put into this one.
    """
    if random.random() < 0.6:
        changed: dict[str, Node] = json.loads(json.dumps(tree))
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            random.choice(_IN_TREE)(random, changed, others)
        text = "".join(f"{line}\n" for line in _lines(changed, ""))
    content = text.encode("utf-8", "surrogatepass")
    if text and random.random() < 0.5:
        for _ in range(random.choice((1, 1, 2, 4))):
            text = random.choice(_IN_TEXT)(random, text)
        content = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.05:
        at = random.randrange(len(content) + 1)
        content = content[:at] + random.randbytes(random.choice((1, 2, 8))) + content[at + random.choice((0, 1, 4)) :]
    return content


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


def _insert_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.choice((0, random.randrange(len(lines) + 1)))
    indent = " " * random.choice((0, 0, 2, 4))
    return "\n".join([*lines[:at], indent + random.choice(LINES), *lines[at:]])


def _drop_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _repeat_line(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    return "\n".join([*lines[:at], *[lines[at]] * random.choice((2, 2, 50)), *lines[at + 1 :]])


def _swap_lines(random: Random, text: str) -> str:
    lines = text.split("\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


def _indent(random: Random, text: str) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = random.choice((" ", "  ", "\t", "\xa0", " " * 100)) + lines[at].lstrip(random.choice((" ", "")))
    return "\n".join(lines)


def _insert_text(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    pieces: tuple[str, ...] = (
        *"&*!|>%@`{}[]:,#?-\"'\\\t\n\r\x00\x07\x85\xa0\ufeff\u2028",
        *RAW[:30],
        *TEXTS[:40],
        chr(random.randrange(0x110000)),
    )
    return text[:at] + random.choice(pieces) + text[at:]


def _cut(random: Random, text: str) -> str:
    start = random.randrange(len(text) + 1)
    return text[:start] + text[start + random.choice((1, 2, 10, len(text))) :]


def _line_ends(random: Random, text: str) -> str:
    return text.replace("\n", random.choice(("\r\n", "\r", "\n\n", "\u2028", " ")))


_IN_TREE: tuple[Callable[[Random, dict[str, Node], Mapping[str, Node]], None], ...] = (
    *[_replace_value] * 5,
    *[_rename] * 4,
    _remove,
    _move,
    _graft,
    *[_add] * 2,
    _multiply,
    _deepen,
)
_IN_TEXT: tuple[Callable[[Random, str], str], ...] = (
    *[_insert_line] * 3,
    _drop_line,
    _repeat_line,
    _swap_lines,
    _indent,
    *[_insert_text] * 3,
    _cut,
    _line_ends,
)


def _lines(node: dict[str, Node], indent: str) -> Iterator[str]:
    for key, value in node.items():
        name = key if _PLAIN.fullmatch(key) else _quoted(key)
        if isinstance(value, dict) and value and len(indent) < 20:
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and value and len(indent) < 20:
            yield f"{indent}{name}:"
            yield from (f"{indent}- {_flow(item)}" for item in value)
        else:
            yield f"{indent}{name}: {_flow(value)}"


def _flow(node: Node) -> str:
    if isinstance(node, Raw):
        return str(node)
    if isinstance(node, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_flow(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(_flow, node)) + "]"
    return _quoted(node) if isinstance(node, str) else json.dumps(node)


def _quoted(text: str) -> str:
    """Write a text in double quotes; what no file can hold, as an escape."""
    return json.dumps(text, ensure_ascii=any(unicodedata.category(each) in {"Cs", "Cn"} for each in text))
