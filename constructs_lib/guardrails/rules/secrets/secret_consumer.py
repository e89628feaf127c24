"""KC-SECRET-CONSUMER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SecretConsumer"]

_SHARED = frozenset({"client-secret", "client-secret-jwt"})


class SecretConsumer(Rule):
    """A machine proves who it is without a shared secret."""

    id = "KC-SECRET-CONSUMER"
    level = Level.WARNING
    info = "a machine authenticates by a shared secret"
    why = (
        "A secret is known to both sides, to the state and to whoever copied it; a key or a workload's own token "
        "is not."
    )
    source = "ASVS 5.0 V10.4.16, RFC 9700 section 2.5"
    remedy = (
        "use auth method private_key_jwt (client-jwt), or federated (federated-jwt), which needs no credential at all"
    )
    needless_on_loopback = True

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of clients that only machines use, with Keycloak's default authenticator or another shared secret."""
        for client in configuration.resources("keycloak_openid_client"):
            machine = client.is_true("service_accounts_enabled") and not client.may_be_true("standard_flow_enabled")
            authenticator = client.value("client_authenticator_type") or "client-secret"
            if machine and authenticator in _SHARED:
                yield client.violation("it is a machine that authenticates by a shared secret")
