"""KC-SECRET-TEXT."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from constructs_lib.declaration.texts.secrets import secret_in
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.names import names_secret
from constructs_lib.guardrails.terraform.constants import constants
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["SecretText"]


class SecretText(Rule):
    """No text looks like a secret: a private key, a token, a password in a URL, or random characters."""

    id = "KC-SECRET-TEXT"
    info = "a text looks like a secret"
    why = (
        "A secret in a description, an attribute or a local value is as readable as any other, in code, plan and state."
    )
    source = "ASVS 5.0 V13.3.1"
    remedy = "pass it in a sensitive variable (TF_VAR_<name>), and replace the secret: it is known now"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each such text, wherever it stands; arguments that are secrets by name are another rule's."""
        for stack in configuration.stacks:
            for constant in constants(stack, keys=True):
                found = None if names_secret(constant.path) else _found(constant.text)
                if found:
                    name = ".".join(constant.path)
                    yield Violation(constant.subject, f"{name} holds {found}", argument=name)


@lru_cache(maxsize=8192)  # many resources have the same keys and texts
def _found(text: str) -> str | None:
    return secret_in(text)
