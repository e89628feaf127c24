"""KC-BLOCK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.block_lists import MALFORMED
from constructs_lib.guardrails.terraform.comments import COMMENT
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["Blocks"]

# What rules read; of modules, actions and ephemeral resources there are rules that object.
_READ = frozenset({"data", "locals", "moved", "output", "provider", "resource", "terraform", "variable"})
_OBJECTED_TO = frozenset({"action", "ephemeral", "module"})
_OF_TERRAFORM = frozenset({"backend", "cloud", "required_providers", "required_version"})
_OF_REMOVED = frozenset({"from", "lifecycle"})


class Blocks(Rule):
    """A stack consists of blocks that rules read."""

    id = "KC-BLOCK"
    info = "a block that no rule reads"
    why = (
        "It could run a program when something is removed, ask a server within a check, take over a role that exists "
        "under the name of another, or encrypt the state with what a program says."
    )
    source = "Terraform language 'Syntax' and 'Import', OpenTofu 'State and Plan Encryption'"
    remedy = "remove the block: make deploy imports by itself what exists, and TF_ENCRYPTION says how OpenTofu encrypts"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to blocks of other kinds, to what `removed` does beside removing, and to unknown settings."""
        for stack in configuration.stacks:
            for kind, body in stack.json.items():
                if kind == "removed":
                    for block in body if isinstance(body, list) else [body]:
                        other = sorted(set(block if isinstance(block, dict) else {"": None}) - _OF_REMOVED - {COMMENT})
                        if other:
                            yield Violation(stack.subject, f"a block 'removed' has '{other[0]}'")
                elif kind not in _READ | _OBJECTED_TO | {COMMENT, MALFORMED}:
                    yield Violation(stack.subject, f"it has a block '{kind}'")
            blocks = stack.json.get("terraform", {})
            for block in blocks if isinstance(blocks, list) else [blocks]:
                for kind in sorted(set(block) - _OF_TERRAFORM - {COMMENT}):
                    yield Violation(stack.subject, f"it has a block 'terraform' with '{kind}'")
