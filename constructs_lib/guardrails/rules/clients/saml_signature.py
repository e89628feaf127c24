"""KC-SAML-SIGNATURE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.readings import is_switched_on
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SamlSignature"]

# What says the same beside the arguments, where a provider lets it.
_SETTINGS = ("saml.client.signature", "saml.server.signature", "saml.assertion.signature")
_ALGORITHM = "saml.signature.algorithm"
_STRONG = ("RSA_SHA256", "RSA_SHA256_MGF1", "RSA_SHA512", "RSA_SHA512_MGF1")


class SamlSignature(Rule):
    """What a SAML client and Keycloak tell each other is signed."""

    id = "KC-SAML-SIGNATURE"
    info = "a SAML client takes or sends unsigned messages"
    why = "Whoever can write a request or an assertion logs in as anybody; SHA-1 signatures can be forged."
    source = "ASVS 5.0 V6.8.2, OWASP SAML Security Cheat Sheet"
    remedy = (
        "set client_signature_required and sign_documents (or sign_assertions) to true, with RSA_SHA256 or RSA_SHA512"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to what is switched off; left out, the provider signs documents and asks for signatures."""
        for client in configuration.resources("keycloak_saml_client"):
            if client.is_false("client_signature_required"):
                yield client.violation("client_signature_required is off")
            if client.is_false("sign_documents") and not client.may_be_true("sign_assertions"):
                yield client.violation("neither documents nor assertions are signed")
            for key in _SETTINGS:
                value = client.flag_setting(key)
                if value not in (None, "") and not isinstance(value, Symbol) and not is_switched_on(value):
                    yield client.violation(f"{key} is off")
            for name, algorithm in (
                ("signature_algorithm", client.text("signature_algorithm")),
                (_ALGORITHM, client.setting(_ALGORITHM)),
            ):
                if isinstance(algorithm, str) and algorithm not in ("", *_STRONG):
                    yield client.violation(f"{name} is '{algorithm}'")
