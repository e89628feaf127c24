"""KC-ASSERTION-AGE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AssertionAge"]

_KEY = "token.endpoint.auth.signing.max.exp"
_BY_JWT = ("client-jwt", "client-secret-jwt")
_MAX_SECONDS = 300


class AssertionAge(Rule):
    """A client assertion is fresh."""

    id = "KC-ASSERTION-AGE"
    info = "the age of client assertions has no bound"
    why = (
        "A stolen assertion serves until it expires, and its client says when. Left out, the bound is whatever "
        "the version of the server has."
    )
    source = "RFC 7523 section 3, ASVS 5.0 V10.4.16"
    remedy = 'set extra_config "token.endpoint.auth.signing.max.exp" to 60 (seconds; at most 300)'

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients that prove themselves by a JWT and set no bound, or a long one."""
        for client in configuration.resources("keycloak_openid_client"):
            age = client.setting(_KEY)
            if client.text("client_authenticator_type") not in _BY_JWT or isinstance(age, Symbol):
                continue
            seconds = client.number_setting(_KEY)
            if age is None:
                yield client.violation(f"{_KEY} is left out")
            elif seconds is not None and not 0 < seconds <= _MAX_SECONDS:
                yield client.violation(f"{_KEY} must be 1 to {_MAX_SECONDS} seconds, got {seconds}")
