"""Why a finding of an auditor stays: what is not explained here fails the run."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONFORMANCE", "KCWARDEN", "Explanation"]


@dataclass(frozen=True)
class Explanation:
    """Why findings of one check stay.

    Attributes:
        check: Name of the check.
        entities: What it speaks of, by name.
        reason: Why that is right, or what makes up for it.
        environments: The environments that it holds for; in another one the same finding fails.
    """

    check: str
    entities: tuple[str, ...]
    reason: str
    environments: tuple[str, ...] = ("dev", "demo", "prod")


KCWARDEN = (
    Explanation(
        "ClientMustNotUseUnencryptedNonlocalRedirectUri",
        ("model-serving-api",),
        "`dev` shows a redirect URI within a cluster, by http; an exemption from KC-REDIRECT-HTTP says why. Where a "
        "realm requires TLS, such a URI is an error.",
        environments=("dev",),
    ),
    Explanation(
        "ClientWithOptionalOfflineAccessScope",
        ("broker", "realm-management"),
        "Keycloak's own clients that log nobody in. No person has the role that the scope needs, unless an application "
        "declares `offline_access` (row 10).",
    ),
    Explanation(
        "ConfidentialClientShouldDisableDirectAccessGrants",
        ("model-serving-api",),
        "`dev` alone has the password grant, on one developer's machine; an exemption from KC-PASSWORD-GRANT says why.",
        environments=("dev",),
    ),
    Explanation(
        "OIDCIdentityProviderWithoutPKCE",
        ("ci",),
        "An issuer of workload tokens: Keycloak checks what it signed, and sends nobody there to log in.",
        environments=("demo",),
    ),
    Explanation(
        "PublicClientShouldDisableDirectAccessGrants",
        ("admin-cli",),
        "Keycloak's own client, whose flags no provider changes as the realm is made. The realm's direct grant flow "
        "denies whoever asks (row 5).",
    ),
    Explanation(
        "PublicClientsMustEnforcePKCE",
        ("account",),
        "Keycloak's own client, whose codes go to Keycloak's own address alone. With provider 5.3 and newer, client "
        "policies demand PKCE of it too (row 8).",
    ),
)
"""Findings of kcwarden above *info* that stay."""

CONFORMANCE = (
    Explanation(
        "authorization-server-metadata-cimd",
        (),
        "Clients named by a document of their own (Client ID Metadata Documents), which the suite recommends, are an "
        "experimental feature of Keycloak 26.7 (`cimd`), and off. A host of agents is declared as an application.",
        environments=("dev",),
    ),
)
"""Checks of the MCP conformance suite that do not pass."""
