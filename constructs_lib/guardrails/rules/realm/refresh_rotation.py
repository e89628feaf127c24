"""KC-REFRESH-ROTATION."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RefreshRotation"]


class RefreshRotation(Rule):
    """A refresh token works once."""

    id = "KC-REFRESH-ROTATION"
    info = "refresh tokens are not rotated"
    why = "A stolen refresh token works beside the real one, unseen; with rotation, reuse ends the session."
    source = "ASVS 5.0 V10.4.5, RFC 9700 section 2.2.2"
    remedy = "set revoke_refresh_token to true and refresh_token_max_reuse to 0"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to realms without rotation, Keycloak's default, and to reuse."""
        for realm in configuration.resources("keycloak_realm"):
            if not realm.may_be_true("revoke_refresh_token"):
                yield realm.violation("revoke_refresh_token is not on")
            reuse = realm.number("refresh_token_max_reuse")
            if reuse is not None and reuse > 0:
                yield realm.violation(f"refresh_token_max_reuse is {reuse}")
