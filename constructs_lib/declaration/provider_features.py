"""What the resolved Keycloak provider can do, where its versions differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version as installed_version
from typing import Self

__all__ = ["ProviderFeatures"]

_BINDINGS = "cdktf-cdktf-provider-keycloak"
"""Set-up builds this distribution from the provider that Terraform resolves, and gives it the same version."""

# First versions, by the provider's changelog.
_SINCE = {
    # 5.3.0 has `client_secret_wo` too, but up to 5.7 a change of anything else puts the client's first secret back
    # (keycloak/terraform-provider-keycloak#1602), and up to 5.8 it empties an identity provider's (#1576).
    "write_only_secrets": (5, 9),
    "flow_priority": (5, 0),
    "token_exchange_argument": (5, 3),
    "client_policies": (5, 3),
    "dpop_argument": (5, 6),
    "kubernetes_identity_provider": (5, 7),
}


@dataclass(frozen=True)
class ProviderFeatures:
    """What may be emitted beyond what all versions from 4.5.0 on know.

    Attributes:
        version: Of the provider.
        write_only_secrets: `client_secret_wo` and `client_secret_wo_version`, on clients and OIDC identity providers.
        flow_priority: `priority` of authentication executions and subflows.
        token_exchange_argument: `standard_token_exchange_enabled`; before, and only before, it is the `extra_config`
            key `standard.token.exchange.enabled`.
        client_policies: `keycloak_realm_client_policy_profile` and its policies.
        dpop_argument: `require_dpop_bound_tokens`; before, and only before, it is the `extra_config` key
            `dpop.bound.access.tokens`.
        kubernetes_identity_provider: The resource `keycloak_kubernetes_identity_provider`.
    """

    version: str = "4.5.0"
    write_only_secrets: bool = False
    flow_priority: bool = False
    token_exchange_argument: bool = False
    client_policies: bool = False
    dpop_argument: bool = False
    kubernetes_identity_provider: bool = False

    @classmethod
    def of(cls, version: str) -> Self:
        """Return what a version of the provider can do.

        Args:
            version: Such as `5.9.0`.

        Raises:
            ValueError: It is no version.
        """
        numbers = re.match(r"(\d+)\.(\d+)", version)
        if numbers is None:
            raise ValueError(f"a provider's version starts with two numbers, such as '5.9.0', got '{version}'")
        found = (int(numbers[1]), int(numbers[2]))
        return cls(version, **{name: found >= since for name, since in _SINCE.items()})

    @classmethod
    def resolved(cls) -> Self:
        """Return what the provider can do that Terraform uses here, by the version of the installed bindings."""
        return cls.of(installed_version(_BINDINGS))
