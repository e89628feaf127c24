"""KC-MTLS-PATTERN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.flag_rule import SettingRule

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["CertificatePattern"]


class CertificatePattern(SettingRule):
    """A certificate is compared as a whole."""

    id = "KC-MTLS-PATTERN"
    info = "the subject of a certificate is compared as a pattern"
    why = (
        "A dot in CN=edge.example matches any letter: another certificate of the same authority is taken for the "
        "client. It is the default of Keycloak."
    )
    source = "RFC 8705 section 2.1"
    remedy = 'set extra_config "x509.allow.regex.pattern.comparison" to false'
    types = ("keycloak_openid_client",)
    flag = "x509.allow.regex.pattern.comparison"
    right = False
    default = True
    fault = "the subject of its certificate is compared as a pattern"

    def concerns(self, resource: Resource) -> bool:
        """Look at clients with a certificate alone."""
        return resource.text("client_authenticator_type") == "client-x509"
