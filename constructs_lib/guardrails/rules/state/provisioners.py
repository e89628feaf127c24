"""KC-PROVISIONER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["Provisioners"]


class Provisioners(Rule):
    """An apply starts no program."""

    id = "KC-PROVISIONER"
    info = "an apply starts a program"
    why = "A provisioner runs commands with the credentials of whoever deploys, on their machine or over a connection."
    source = "ASVS 5.0 V15.2.5, Terraform language 'Provisioners'"
    remedy = "remove the provisioner; let the pipeline run what has to run"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to provisioners and connections of any resource, and to actions."""
        for stack in configuration.stacks:
            for kind, by_name in stack.json.get("resource", {}).items():
                for name, body in by_name.items():
                    for key in ("provisioner", "connection"):
                        if body.get(key):
                            yield Violation(stack.block(kind, name, body), f"it has a {key}", argument=key)
            for kind in stack.json.get("action", {}):
                yield Violation(stack.element("action", kind), "it runs at an apply")
