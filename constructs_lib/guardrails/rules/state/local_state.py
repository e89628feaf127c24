"""KC-LOCAL-STATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["LocalState"]


_UNKEPT = {"local": "its state is a file on this machine", "inmem": "its state is kept nowhere"}


class LocalState(Rule):
    """State is kept where a team can lock, back up and protect it."""

    id = "KC-LOCAL-STATE"
    info = "the state is a local file"
    why = "State holds secrets in clear text; a file on a laptop has no lock, no backup and no access control."
    source = "ASVS 5.0 V13.3.1, Terraform guide 'Sensitive data in state'"
    remedy = "set backend to pg, s3, gcs or azurerm"
    needless_on_loopback = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each stack with the local backend, or the one in memory."""
        for stack in configuration.stacks:
            if stack.backend in _UNKEPT:
                yield Violation(stack.subject, _UNKEPT[stack.backend])
