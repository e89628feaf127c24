"""Which tokens a protocol mapper writes its claim into."""

from __future__ import annotations

__all__ = ["CLAIM_TARGETS"]

# The API's claims go into access tokens and introspection, never into ID tokens. All are written out: without
# `userinfo.token.claim` the plan never settles. The typed mappers of the provider lack the lightweight option.
CLAIM_TARGETS = {
    "access.token.claim": "true",
    "lightweight.claim": "true",
    "introspection.token.claim": "true",
    "id.token.claim": "false",
    "userinfo.token.claim": "false",
}
