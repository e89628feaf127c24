"""KC-MACHINE-REFRESH."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule

__all__ = ["MachineRefresh"]


class MachineRefresh(FlagRule):
    """A machine asks for a new token with its credential."""

    id = "KC-MACHINE-REFRESH"
    info = "a machine gets refresh tokens"
    why = "A refresh token is a second credential that lives for hours, where the machine can use its own at any time."
    source = "RFC 6749 section 4.4.3"
    remedy = "set use_refresh_tokens_client_credentials to false"
    types = ("keycloak_openid_client",)
    flag = "use_refresh_tokens_client_credentials"
    right = False
    fault = "the client credentials grant brings refresh tokens"
