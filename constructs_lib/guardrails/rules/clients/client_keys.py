"""KC-CLIENT-KEYS."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ClientKeys"]

_SETTINGS = ("jwks.string", "publicKeySignatureVerifier")
_CURVES = ("P-256", "P-384", "P-521")
_SMALLEST = 2048


class ClientKeys(Rule):
    """A key that proves who somebody is is asymmetric and long."""

    id = "KC-CLIENT-KEYS"
    info = "a public key is weak"
    why = "A symmetric key lets everyone who checks a signature forge one, and a short RSA key can be factored."
    source = "RFC 7518 sections 3.3 and 6, RFC 8725 section 3.5"
    remedy = "use keys of kty EC (P-256 or larger), OKP, or RSA with 2048 bits or more"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to key sets that stand in settings of clients and identity providers."""
        for resource in configuration.resources("keycloak_openid_client", *IDENTITY_PROVIDERS):
            for setting in _SETTINGS:
                text = resource.setting(setting)
                if isinstance(text, str) and text.lstrip().startswith("{"):
                    for fault in _faults(text):
                        yield resource.violation(f"{setting} {fault}")


def _faults(text: str) -> Iterator[str]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        document = None
    keys = document.get("keys", [document]) if isinstance(document, dict) else None
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        yield "is no key set"
        return
    for key in keys:
        kind = key.get("kty")
        if kind == "RSA":
            bits = _bits(str(key.get("n", "")))
            if bits < _SMALLEST:
                yield f"holds an RSA key of {bits} bits, fewer than {_SMALLEST}"
        elif kind == "EC":
            if key.get("crv") not in _CURVES:
                yield f"holds a key on the curve '{key.get('crv')}'"
        elif kind != "OKP":
            yield f"holds a key of kty '{kind}', which is not asymmetric"


def _bits(modulus: str) -> int:
    try:
        return int.from_bytes(base64.urlsafe_b64decode(modulus + "=" * (-len(modulus) % 4))).bit_length()
    except (binascii.Error, ValueError):
        return 0
