"""Kinds of mappers and identity providers of Keycloak 26.7 (`serverinfo`), of which rules know what they write."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "DIRECTORY_MAPPERS",
    "IDENTITY_PROVIDER_KINDS",
    "IDENTITY_PROVIDER_MAPPERS",
    "PROTOCOL_MAPPERS",
    "identity_provider_mapper_kinds",
]

PROTOCOL_MAPPERS: dict[str, frozenset[str]] = {
    "openid-connect": frozenset(
        f"oidc-{each}-mapper"
        for each in (
            *("acr", "address", "allowed-origins", "amr", "audience", "audience-resolve", "claims-param-token"),
            *("full-name", "group-membership", "hardcoded-claim", "hardcoded-role", "nonce-backwards-compatible"),
            *("organization-membership", "role-name", "session-state", "sha256-pairwise-sub", "sub"),
            *("usermodel-attribute", "usermodel-client-role", "usermodel-property", "usermodel-realm-role"),
            "usersessionmodel-note",
        )
    ),
    "saml": frozenset(
        f"saml-{each}-mapper"
        for each in (
            *("audience", "audience-resolve", "authn-context-class-ref", "group-membership", "hardcode-attribute"),
            *("hardcode-role", "organization-membership", "role-list", "role-name", "user-attribute"),
            *("user-attribute-nameid", "user-property", "user-session-note"),
        )
    ),
}
"""Kinds of protocol mappers by protocol, but for those that write what a request says, and those of previews."""

_SOCIAL = ("facebook", "github", "google", "instagram", "linkedin", "microsoft", "openshift-v4", "paypal")

IDENTITY_PROVIDER_MAPPERS = frozenset(
    {
        *("hardcoded-attribute-idp-mapper", "hardcoded-user-session-attribute-idp-mapper"),
        *("keycloak-oidc-role-to-role-idp-mapper", "oidc-advanced-group-idp-mapper", "oidc-advanced-role-idp-mapper"),
        *("oidc-hardcoded-group-idp-mapper", "oidc-hardcoded-role-idp-mapper", "oidc-role-idp-mapper"),
        *("oidc-user-attribute-idp-mapper", "oidc-user-session-note-idp-mapper", "oidc-username-idp-mapper"),
        *("saml-advanced-group-idp-mapper", "saml-advanced-role-idp-mapper", "saml-role-idp-mapper"),
        *("saml-user-attribute-idp-mapper", "saml-username-idp-mapper", "saml-xpath-attribute-idp-mapper"),
        *(f"{each}-user-attribute-mapper" for each in (*_SOCIAL, "stackoverflow")),
    }
)
"""Kinds of mappers of identity providers."""

IDENTITY_PROVIDER_KINDS = frozenset(
    {
        *("bitbucket", "facebook", "github", "gitlab", "google", "instagram", "keycloak-oidc", "kubernetes"),
        *("linkedin-openid-connect", "microsoft", "oauth2", "oidc", "openshift-v4", "paypal", "saml", "spiffe"),
        *("stackoverflow", "twitter"),
    }
)
"""Kinds of identity providers, but for those that trade tokens of others for ours with no login."""

DIRECTORY_MAPPERS = frozenset(
    {
        *("certificate-ldap-mapper", "full-name-ldap-mapper", "group-ldap-mapper", "hardcoded-attribute-mapper"),
        *("hardcoded-ldap-attribute-mapper", "hardcoded-ldap-group-mapper", "hardcoded-ldap-role-mapper"),
        *("kerberos-principal-attribute-mapper", "msad-lds-user-account-control-mapper"),
        *("msad-user-account-control-mapper", "role-ldap-mapper", "user-attribute-ldap-mapper"),
    }
)
"""Kinds of mappers of directories."""

# The provider puts the identity provider's kind there: `%s-role-idp-mapper`.
_VERB = re.compile(r"%[^a-zA-Z%]*[a-zA-Z]")


@lru_cache(maxsize=256)
def identity_provider_mapper_kinds(written: str) -> frozenset[str]:
    """Return the known kinds that an argument `identity_provider_mapper` may mean; none where it is not known.

    Args:
        written: The argument, in which `%s` stands for the kind of the identity provider.
    """
    if "%" not in written:
        return IDENTITY_PROVIDER_MAPPERS & {written}
    pattern = re.compile(".*".join(map(re.escape, _VERB.split(written))))
    return frozenset(kind for kind in IDENTITY_PROVIDER_MAPPERS if pattern.fullmatch(kind))
