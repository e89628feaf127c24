"""The provider's resources for identity providers."""

from __future__ import annotations

__all__ = ["IDENTITY_PROVIDERS", "OIDC_IDENTITY_PROVIDER", "SAML_IDENTITY_PROVIDER"]

OIDC_IDENTITY_PROVIDER = "keycloak_oidc_identity_provider"
SAML_IDENTITY_PROVIDER = "keycloak_saml_identity_provider"

IDENTITY_PROVIDERS = (
    OIDC_IDENTITY_PROVIDER,
    SAML_IDENTITY_PROVIDER,
    "keycloak_oidc_facebook_identity_provider",
    "keycloak_oidc_github_identity_provider",
    "keycloak_oidc_google_identity_provider",
    "keycloak_oidc_microsoft_identity_provider",
    "keycloak_oidc_openshift_v4_identity_provider",
)
"""Those through which people log in; provider 5.x adds two that are for workloads alone (Kubernetes, SPIFFE)."""
