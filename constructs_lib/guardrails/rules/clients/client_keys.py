"""KC-CLIENT-KEYS."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from constructs_lib.declaration.certificates import LEAST_RSA_BITS, certified_key, plain_key, weakness_of
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS, SAML_IDENTITY_PROVIDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ClientKeys"]

_KEY_SETS = ("jwks.string", "publicKeySignatureVerifier")
# What holds a certificate, or a key in PEM: settings, and arguments by resource type.
_SETTINGS: dict[str, Callable[[str], object]] = {
    "jwt.credential.certificate": certified_key,
    "jwt.credential.public.key": plain_key,
    "publicKeySignatureVerifier": plain_key,
}
_ARGUMENTS = {
    "keycloak_realm_keystore_rsa": ("certificate",),
    "keycloak_saml_client": ("encryption_certificate", "signing_certificate"),
    SAML_IDENTITY_PROVIDER: ("signing_certificate",),
}
_CURVES = ("P-256", "P-384", "P-521")


class ClientKeys(Rule):
    """A key that proves who somebody is is asymmetric and long."""

    id = "KC-CLIENT-KEYS"
    info = "a public key is weak"
    why = "A symmetric key lets everyone who checks a signature forge one, and a short RSA key can be factored."
    source = "RFC 7518 sections 3.3 and 6, RFC 8725 section 3.5"
    remedy = "use keys of kty EC (P-256 or larger), OKP, or RSA with 2048 bits or more"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to keys in settings and arguments of clients, identity providers and keystores."""
        for resource in configuration.resources("keycloak_openid_client", *IDENTITY_PROVIDERS):
            for setting in _KEY_SETS:
                text = resource.setting(setting)
                if isinstance(text, str) and _is_json(text):
                    for fault in _faults(text):
                        yield resource.violation(f"{setting} {fault}")
            for setting, read in _SETTINGS.items():
                yield from _judged(resource, setting, resource.setting(setting), read)
        for resource in configuration.resources(*_ARGUMENTS):
            for argument in _ARGUMENTS[resource.type]:
                yield from _judged(resource, argument, resource.value(argument), certified_key)


def _judged(resource: Resource, name: str, value: Value, read: Callable[[str], object]) -> Iterator[Violation]:
    if not isinstance(value, str) or _is_json(value):
        return
    for text in filter(None, map(str.strip, value.split(","))):  # Keycloak takes several of an identity provider
        try:
            weakness = weakness_of(read(text))
        except ValueError:
            weakness = "what is no public key"
        if weakness:
            yield resource.violation(f"{name} holds {weakness}")


def _is_json(text: str) -> bool:
    return text.lstrip().startswith("{")


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
            if bits < LEAST_RSA_BITS:
                yield f"holds an RSA key of {bits} bits, fewer than {LEAST_RSA_BITS}"
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
