"""KC-KEY-SIZE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["KeySize"]

_SMALLEST = 2048  # bits of RSA
_SMALLEST_SECRET = 32  # bytes of HMAC, RFC 7518 section 3.2


class KeySize(Rule):
    """RSA keys have 2048 bits at least, and HMAC secrets 32 bytes."""

    id = "KC-KEY-SIZE"
    info = "a key is too short"
    why = "A key of 1024 bits can be factored: who does it signs tokens for every API of the realm."
    source = "RFC 7518 section 3.3, RFC 8725 section 3.2"
    remedy = "set key_size to 2048 or more (secret_size to 32), or use keycloak_realm_keystore_ecdsa_generated"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to shorter generated keys; the provider's default is 2048."""
        for keystore in configuration.resources("keycloak_realm_keystore_rsa_generated"):
            size = keystore.number("key_size")
            if size is not None and size < _SMALLEST:
                yield keystore.violation(f"its key has {size} bits, fewer than {_SMALLEST}")
        for keystore in configuration.resources("keycloak_realm_keystore_hmac_generated"):
            size = keystore.number("secret_size")
            if size is not None and size < _SMALLEST_SECRET:
                yield keystore.violation(f"its secret has {size} bytes, fewer than {_SMALLEST_SECRET}")
