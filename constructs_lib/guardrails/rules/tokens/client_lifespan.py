"""KC-CLIENT-LIFESPAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ClientLifespan"]

_MAX_SECONDS = 900
# The same in extra_config, which newer providers refuse, since it is an argument's.
_ARGUMENT, _SETTING = "access_token_lifespan", "access.token.lifespan"


class ClientLifespan(Rule):
    """An access token of a client does not outlive a withdrawn grant by much."""

    id = "KC-CLIENT-LIFESPAN"
    info = "the access tokens of a client live too long"
    why = "A leaked token, and a withdrawn grant, works until it expires. -1 means as long as the session."
    source = "RFC 6819 section 5.1.5.3"
    remedy = "set access_token_lifespan to 900 seconds or less, or leave it to the realm"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to lifespans over 15 minutes, and to those without an end."""
        for client in configuration.resources("keycloak_openid_client"):
            found = {_ARGUMENT: client.number(_ARGUMENT), _SETTING: client.number_setting(_SETTING)}
            for name, seconds in found.items():
                if seconds is not None and not 0 < seconds <= _MAX_SECONDS:
                    yield client.violation(f"{name} must be 1 to {_MAX_SECONDS} seconds, got {seconds}")
