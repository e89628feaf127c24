"""KC-IDP-HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerHttp"]


class BrokerHttp(Rule):
    """An identity provider is asked over https."""

    id = "KC-IDP-HTTP"
    info = "an identity provider is asked over http"
    why = "Codes, client secrets and the keys that check signatures can be read and replaced on the way."
    source = "ASVS 5.0 V12.3.1, RFC 9700 section 2.6"
    remedy = "write https URLs"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each http URL among the arguments and in extra_config."""
        for broker in configuration.resources(*IDENTITY_PROVIDERS):
            extra = broker.value("extra_config")
            settings = {**broker.arguments, **(extra if isinstance(extra, dict) else {})}
            for name, value in settings.items():
                broker.note(name, value)
                text = value.pattern if isinstance(value, Symbol) else value
                if isinstance(text, str) and text.lower().startswith("http://"):
                    yield broker.violation(f"{name} must use https, got '{text}'", stays_here=is_loopback(text))
