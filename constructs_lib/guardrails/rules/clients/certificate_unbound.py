"""KC-MTLS-BINDING."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["CertificateUnbound"]

_KEY = "tls.client.certificate.bound.access.tokens"


class CertificateUnbound(Rule):
    """Tokens of a client with a certificate serve with that certificate alone."""

    id = "KC-MTLS-BINDING"
    info = "tokens are not bound to the certificate"
    why = "The client has a certificate, and a token that leaks serves without it all the same."
    source = "RFC 8705 section 3, ASVS 5.0 V10.4.14"
    remedy = 'set extra_config "tls.client.certificate.bound.access.tokens" to true'

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients with `client-x509` whose tokens are not bound."""
        for client in configuration.resources("keycloak_openid_client"):
            bound = client.setting(_KEY)
            known = not isinstance(bound, Symbol)
            if client.text("client_authenticator_type") == "client-x509" and known and bound not in (True, "true"):
                yield client.violation("its tokens are not bound to its certificate")
