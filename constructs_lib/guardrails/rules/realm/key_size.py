"""KC-KEY-SIZE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["KeySize"]

_SMALLEST = 2048


class KeySize(Rule):
    """RSA keys have 2048 bits at least."""

    id = "KC-KEY-SIZE"
    info = "an RSA key is too short"
    why = "A key of 1024 bits can be factored: who does it signs tokens for every API of the realm."
    source = "RFC 7518 section 3.3, RFC 8725 section 3.2"
    remedy = "set key_size to 2048 or more, or use keycloak_realm_keystore_ecdsa_generated"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to shorter generated keys; the provider's default is 2048."""
        for keystore in configuration.resources("keycloak_realm_keystore_rsa_generated"):
            size = keystore.value("key_size")
            if isinstance(size, int) and size < _SMALLEST:
                yield keystore.violation(f"its key has {size} bits, fewer than {_SMALLEST}")
