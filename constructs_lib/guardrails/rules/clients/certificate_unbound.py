"""KC-MTLS-BINDING."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.flag_rule import SettingRule

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["CertificateUnbound"]


class CertificateUnbound(SettingRule):
    """Tokens of a client with a certificate serve with that certificate alone."""

    id = "KC-MTLS-BINDING"
    info = "tokens are not bound to the certificate"
    why = "The client has a certificate, and a token that leaks serves without it all the same."
    source = "RFC 8705 section 3, ASVS 5.0 V10.4.14"
    remedy = 'set extra_config "tls.client.certificate.bound.access.tokens" to true'
    types = ("keycloak_openid_client",)
    flag = "tls.client.certificate.bound.access.tokens"
    right = True
    fault = "its tokens are not bound to its certificate"

    def concerns(self, resource: Resource) -> bool:
        """Look at clients with a certificate alone."""
        return resource.text("client_authenticator_type") == "client-x509"
