"""Change an environment file as people and attackers do: its structure where it has one, else its text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.support.fuzz.text_changes import TEXT_CHANGES
from tests.support.fuzz.tree_changes import TREE_CHANGES
from tests.support.fuzz.trees import written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from tests.support.fuzz.trees import Node

__all__ = ["mutate"]


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
            random.choice(TREE_CHANGES)(random, changed, others)
        text = written(changed)
    content = text.encode("utf-8", "surrogatepass")
    if text and random.random() < 0.5:
        for _ in range(random.choice((1, 1, 2, 4))):
            text = random.choice(TEXT_CHANGES)(random, text)
        content = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.05:
        at = random.randrange(len(content) + 1)
        content = content[:at] + random.randbytes(random.choice((1, 2, 8))) + content[at + random.choice((0, 1, 4)) :]
    return content
