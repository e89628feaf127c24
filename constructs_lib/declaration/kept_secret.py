"""What stands in the place of a secret that Keycloak has, and shows to nobody."""

from __future__ import annotations

__all__ = ["KEEPING_TYPES", "KEPT_SECRET"]

KEPT_SECRET = "*" * 10
"""Keycloak's own mask (`ComponentRepresentation.SECRET_VALUE`): it shows this, and keeps the secret when it gets it."""

KEEPING_TYPES = frozenset(
    {"keycloak_oidc_identity_provider", "keycloak_saml_identity_provider", "keycloak_ldap_user_federation"}
)
"""Resources whose secret it keeps so. A client would get the mask itself as its secret."""
