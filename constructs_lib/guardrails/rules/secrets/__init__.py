"""Rules about secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.secrets.literal_secret import LiteralSecret
from constructs_lib.guardrails.rules.secrets.output_not_sensitive import OutputNotSensitive
from constructs_lib.guardrails.rules.secrets.secret_canary import SecretCanary
from constructs_lib.guardrails.rules.secrets.secret_consumer import SecretConsumer
from constructs_lib.guardrails.rules.secrets.secret_in_state import SecretInState
from constructs_lib.guardrails.rules.secrets.secret_place import SecretPlace
from constructs_lib.guardrails.rules.secrets.secret_public import SecretPublic
from constructs_lib.guardrails.rules.secrets.secret_reused import SecretReused
from constructs_lib.guardrails.rules.secrets.secret_text import SecretText
from constructs_lib.guardrails.rules.secrets.variable_default import VariableDefault
from constructs_lib.guardrails.rules.secrets.variable_not_sensitive import VariableNotSensitive

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    LiteralSecret(),
    OutputNotSensitive(),
    SecretCanary(),
    SecretConsumer(),
    SecretInState(),
    SecretPlace(),
    SecretPublic(),
    SecretReused(),
    SecretText(),
    VariableDefault(),
    VariableNotSensitive(),
)
"""The topic's rules."""
