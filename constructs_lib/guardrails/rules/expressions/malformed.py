"""KC-MALFORMED."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.block_lists import MALFORMED
from constructs_lib.guardrails.terraform.comments import COMMENT, construct_path
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["Malformed"]

# What the CDK leaves out of a name.
_PLAIN = re.compile(r"[^A-Za-z0-9_-]")


class Malformed(Rule):
    """What is applied has the form that rules read."""

    id = "KC-MALFORMED"
    info = "something else is where Terraform expects a block"
    why = "No rule reads it, and what Terraform makes of it is left to the version."
    source = "Terraform 'JSON Configuration Syntax'"
    remedy = "write a JSON object, or a list of such"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each place, and to a comment that does not name the construct which made the block."""
        for stack in configuration.stacks:
            for place in stack.json.get(MALFORMED, ()):
                yield Violation(stack.subject, f"{place} is no block")
            for section in ("resource", "data"):
                for kind, by_name in stack.json.get(section, {}).items():
                    for name, body in by_name.items():
                        if COMMENT not in body:
                            continue
                        path = construct_path(body)
                        if path is None:
                            yield Violation(stack.block(kind, name, body), f"'{COMMENT}' is no comment of the CDK")
                        elif not _made_by(name, path):
                            yield Violation(
                                stack.block(kind, name, {}), f"'{COMMENT}' names another construct, '{path}'"
                            )


def _made_by(name: str, path: str) -> bool:
    """Tell whether a block's name is the one that the CDK makes up from a construct's path (`makeUniqueId`).

    Rules and exemptions go by that path: written over, it would borrow those of another construct.
    """
    _, _, inner = path.partition("/")
    # In one part, the name is the construct's own id.
    return name.endswith(_hash(inner)) if "/" in inner else name == _PLAIN.sub("", inner)


def _hash(path: str) -> str:
    return "_" + hashlib.md5(path.encode(), usedforsecurity=False).hexdigest()[:8].upper()
