"""How Keycloak spells the ways in which a consumer proves who it is, and that a token is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.certificates import PEM_FRAME
from constructs_lib.declaration.props import FederatedAuth, MtlsAuth, PrivateKeyJwtAuth
from constructs_lib.declaration.props.signing_keys import with_use

if TYPE_CHECKING:
    from constructs_lib.declaration.props import ConsumerAuth
    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["authenticator", "credential_settings", "dpop_settings"]

# RFC 7523 section 3: an assertion is fresh. Written out, so that no other version of Keycloak decides it.
_ASSERTION_MAX_AGE_S = "60"


def authenticator(auth: ConsumerAuth) -> str:
    """Return Keycloak's `client_authenticator_type`."""
    match auth:
        case PrivateKeyJwtAuth():
            return "client-jwt"
        case FederatedAuth():
            return "federated-jwt"
        case MtlsAuth():
            return "client-x509"
        case _:
            return "client-secret"


def credential_settings(auth: ConsumerAuth) -> dict[str, str]:
    """Return the client's `extra_config` for its credential: public keys, names, never a secret."""
    match auth:
        case PrivateKeyJwtAuth():
            return {
                "token.endpoint.auth.signing.alg": auth.algorithm,
                "token.endpoint.auth.signing.max.exp": _ASSERTION_MAX_AGE_S,
                "use.jwks.url": str(auth.jwks_url is not None).lower(),
                "use.jwks.string": str(auth.jwks is not None).lower(),
                **_key(auth),
            }
        case FederatedAuth():
            return {"jwt.credential.issuer": auth.issuer, "jwt.credential.sub": auth.subject}
        case MtlsAuth():
            return {
                "x509.subjectdn": auth.subject_dn,
                "x509.allow.regex.pattern.comparison": "false",
                "tls.client.certificate.bound.access.tokens": "true",
            }
        case _:
            return {}


def dpop_settings(*, dpop: bool | None, features: ProviderFeatures) -> dict[str, str]:
    """Return the client's `extra_config` for DPoP; empty where nothing is declared, or the provider has an argument.

    Args:
        dpop: What is declared.
        features: What the provider can do.
    """
    if dpop is None or features.dpop_argument:
        return {}
    return {"dpop.bound.access.tokens": str(dpop).lower()}


def _key(auth: PrivateKeyJwtAuth) -> dict[str, str]:
    if auth.jwks_url is not None:
        return {"jwks.url": auth.jwks_url}
    if auth.jwks is not None:
        return {"jwks.string": with_use(auth.jwks)}
    # Keycloak takes the base64 of a certificate alone.
    return {"jwt.credential.certificate": PEM_FRAME.sub("", auth.certificate or "")}
