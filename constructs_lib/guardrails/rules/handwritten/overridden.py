"""KC-OVERRIDDEN."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.overrides.cosmetics import is_cosmetic
from constructs_lib.guardrails.overrides.named_blocks import NamedBlock
from constructs_lib.guardrails.overrides.shown_value import shown_address, shown_value
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.emitted import (
    OF_OTHER_STACKS,
    STATE_CHANGES,
    blocks_of,
    changes,
    tells_its_name,
)
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.emitted import Block, Change, Emitted
    from constructs_lib.guardrails.terraform.stack import Stack

__all__ = ["Overridden"]

_WHOLE = "*"
_ADDRESSES = ("from", "to")
# Terraform reads an address as an expression: blanks, comments, line breaks and `resource.` in it change nothing.
_PLAIN_ADDRESS = re.compile(r"""(?:data\.)?[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+(?:\[(?:\d+|"[^"\\$%\n]*")\])?""")


class Overridden(Rule):
    """What our constructs made of a declaration is what is applied."""

    id = "KC-OVERRIDDEN"
    info = "something that our constructs made is another than they made it"
    why = (
        "An override, an aspect or a child that is taken out changes what a reviewer of the declaration has not seen: "
        "who gets a token, with which roles, for how long. A warning where it changes texts and looks alone."
    )
    source = "ASVS 5.0 V8.2.1 and V15.1.5, CDK for Terraform 'Escape Hatch'"
    remedy = (
        "declare it, where there is a key, and remove the override; else exempt the resource, with this in arguments"
    )
    by_argument = True
    gives_way = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument of a block of ours that was changed, added or taken away, and to lost blocks."""
        for stack in configuration.stacks:
            if (emitted := configuration.emitted.get(stack.name)) is not None:
                yield from _of_stack(configuration, stack, emitted)
            for name, body in stack.outputs.items():
                if name.startswith(OF_OTHER_STACKS) and not tells_its_name(name, body.get("value")):
                    fault = "it tells other stacks another value than the one that it is called after"
                    yield Violation(stack.element("output", name), fault, argument="value")


def _of_stack(configuration: Configuration, stack: Stack, emitted: Emitted) -> Iterator[Violation]:
    actual = blocks_of(stack.json)
    for block, body in emitted.blocks.items():
        named = NamedBlock(configuration, stack, block, body)
        if block in emitted.early:
            fault = "something was written to it before the construct was there"
            yield Violation(named.subject(), fault, argument=_WHOLE)
        if block not in actual:
            yield Violation(named.subject(), "it is declared, and is taken out", argument=named.argument(()) or _WHOLE)
        elif actual[block] != body:
            for change in changes(body, actual[block]):
                yield _violation(named, change)
    yield from _moved(stack, emitted, actual)


def _violation(named: NamedBlock, change: Change) -> Violation:
    argument = named.argument(change.path) or _WHOLE
    declared, actual = (shown_value(named.block, change.path, each) for each in (change.declared, change.actual))
    shown = "it" if argument == _WHOLE else argument
    if change.declared is None:
        fault = f"{shown} is {actual}, which is not declared"
    elif change.actual is None:
        fault = f"{shown} is taken out, declared is {declared}"
    else:
        fault = f"{shown} is {actual}, declared is {declared}"
    level = Level.WARNING if is_cosmetic(named.block, change.path) else None
    return Violation(named.subject(change.path), fault, level, argument=argument)


def _moved(stack: Stack, emitted: Emitted, actual: Mapping[Block, Any]) -> Iterator[Violation]:
    """Object to what is said of the state of something of ours: it would become another thing, or be forgotten."""
    for block, body in actual.items():
        if block[0] in STATE_CHANGES and block not in emitted.blocks:
            texts = [body[key] for key in _ADDRESSES if key in body] if isinstance(body, dict) else []
            ours = [each for each in texts if isinstance(each, str) and emitted.has(each.partition("[")[0])]
            if ours or not texts:
                fault = f"a block '{block[0]}' that is not declared names '{shown_address(ours[0]) if ours else '…'}'"
                yield Violation(stack.subject, fault, argument=block[0])
            elif not all(isinstance(each, str) and _PLAIN_ADDRESS.fullmatch(each) for each in texts):
                fault = f"a block '{block[0]}' has another address than '<type>.<name>': something declared may have it"
                yield Violation(stack.subject, fault, argument=block[0])
