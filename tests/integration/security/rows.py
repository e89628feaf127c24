"""The rows of the security baseline: `docs/reference/security.md` is written from them and what their tests see."""

from __future__ import annotations

from tests.integration.security.flow_rows import FLOWS
from tests.integration.security.surrounding_rows import SURROUNDINGS
from tests.integration.security.token_rows import TOKENS

__all__ = ["ROWS"]

ROWS = (*FLOWS, *TOKENS, *SURROUNDINGS)
"""The baseline."""
