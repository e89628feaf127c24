"""What a workload issuer's tokens are taken for, in Keycloak's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props.values import duration_seconds

if TYPE_CHECKING:
    from constructs_lib.declaration.props import WorkloadIssuerProps

__all__ = ["ASSERTIONS", "ASSERTION_AGE", "issuer_settings"]

ASSERTIONS = "supportsClientAssertions"
"""Setting of an identity provider: clients authenticate with its tokens."""
ASSERTION_AGE = "fedClientAssertionMaxExp"
"""Setting of an identity provider: how old such a token is at most, in seconds. Its name says expiration; Keycloak
compares it with the time since `iat`."""


def issuer_settings(props: WorkloadIssuerProps) -> dict[str, str]:
    """Return the settings of a workload issuer (provider resource `keycloak_oidc_identity_provider`, `extra_config`).

    Args:
        props: The issuer.
    """
    # Always written out: a key that is left out later would stay on the server.
    settings = {ASSERTIONS: "true", "supportsClientAssertionReuse": str(props.reusable_tokens).lower()}
    if props.max_token_age is not None:
        settings[ASSERTION_AGE] = str(duration_seconds(props.max_token_age))
    return settings
