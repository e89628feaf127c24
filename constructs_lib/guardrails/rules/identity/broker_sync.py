"""KC-IDP-SYNC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerSync"]


class BrokerSync(Rule):
    """What an identity provider says of a person is taken over at every login."""

    id = "KC-IDP-SYNC"
    level = Level.WARNING
    info = "an identity provider's claims are read once"
    why = "A person who left a group there keeps it here, and with it every grant."
    source = "ASVS 5.0 V8.3.2"
    remedy = "set sync_mode to FORCE"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of providers that people log in through with another mode; left out, most claims are read once."""
        for broker in configuration.resources(*IDENTITY_PROVIDERS):
            mode = broker.value("sync_mode")
            if broker.is_true("link_only") or isinstance(mode, Symbol) or mode == "FORCE":
                continue
            yield broker.violation("sync_mode is not 'FORCE'")
