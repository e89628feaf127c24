"""All rules, by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guardrails.rules.clients.default_scopes_basic import DefaultScopesBasic
from guardrails.rules.clients.redirect_wildcard import RedirectWildcard
from guardrails.rules.realm.events_off import EventsOff
from guardrails.rules.state.local_state import LocalState

if TYPE_CHECKING:
    from guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    DefaultScopesBasic(),
    RedirectWildcard(),
    EventsOff(),
    LocalState(),
)
"""Every rule that is applied; a test finds a file that is missing here."""
