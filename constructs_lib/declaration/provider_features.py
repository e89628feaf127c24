"""What the Keycloak provider and Terraform can do, where their versions differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

__all__ = ["WRITE_ONLY_SINCE", "ProviderFeatures"]

WRITE_ONLY_SINCE = (1, 11)
"""First version of Terraform, and of OpenTofu, with write-only arguments."""

# First versions, by the provider's changelog.
_SINCE = {
    # 5.3.0 has `client_secret_wo` too, but up to 5.7 a change of anything else puts the client's first secret back
    # (keycloak/terraform-provider-keycloak#1602), and up to 5.8 it empties an identity provider's (#1576).
    "write_only_secrets": (5, 9),
    "flow_priority": (5, 0),
    "scope_metadata": (5, 9),
    "token_exchange_argument": (5, 3),
    "client_policies": (5, 3),
    "client_default_roles": (5, 3),
    "required_action_config": (5, 2),
    "dpop_argument": (5, 6),
    "kubernetes_identity_provider": (5, 7),
    "deletion_protection": (5, 6),
    "new_client_scopes": (5, 9),
    "registration_policies": (5, 9),
}


@dataclass(frozen=True)
class ProviderFeatures:
    """What may be emitted beyond what all versions from 4.5.0 on know; without arguments, nothing.

    Attributes:
        version: Of the provider.
        terraform: Version of the Terraform or OpenTofu that applies the stacks. None where they are applied elsewhere:
            their `required_version` says there what they need.
        write_only_secrets: `client_secret_wo` and `client_secret_wo_version`, on clients and OIDC identity providers.
        flow_priority: `priority` of authentication executions and subflows.
        scope_metadata: `include_in_openid_provider_metadata` of client scopes.
        token_exchange_argument: `standard_token_exchange_enabled`; before, and only before, it is the `extra_config`
            key `standard.token.exchange.enabled`.
        client_policies: `keycloak_realm_client_policy_profile` and its policies.
        client_default_roles: `keycloak_default_roles` holds roles of clients as well, by `<client_id>/<role>`; before,
            it sees those of the realm alone, and leaves the others as they are.
        required_action_config: `config` of required actions.
        dpop_argument: `require_dpop_bound_tokens`; before, and only before, it is the `extra_config` key
            `dpop.bound.access.tokens`.
        kubernetes_identity_provider: The resource `keycloak_kubernetes_identity_provider`.
        deletion_protection: `terraform_deletion_protection` of a realm.
        new_client_scopes: `keycloak_realm_default_client_scopes` and `keycloak_realm_optional_client_scopes`, which end
            with an empty plan for SAML's scopes too.
        registration_policies: The resource `keycloak_realm_client_registration_policy`.
    """

    version: str = "4.5.0"
    terraform: str | None = None
    write_only_secrets: bool = False
    flow_priority: bool = False
    scope_metadata: bool = False
    token_exchange_argument: bool = False
    client_policies: bool = False
    client_default_roles: bool = False
    required_action_config: bool = False
    dpop_argument: bool = False
    kubernetes_identity_provider: bool = False
    deletion_protection: bool = False
    new_client_scopes: bool = False
    registration_policies: bool = False

    @classmethod
    def of(cls, version: str, *, terraform: str | None = None) -> Self:
        """Return what a version of the provider can do.

        Args:
            version: Such as `5.9.0`.
            terraform: Version of Terraform or OpenTofu, such as `1.11.4`.

        Raises:
            ValueError: It is no version.
        """
        numbers = re.match(r"(\d+)\.(\d+)", version)
        if numbers is None:
            raise ValueError(f"a provider's version starts with two numbers, such as '5.9.0', got '{version}'")
        found = (int(numbers[1]), int(numbers[2]))
        return cls(version, terraform, **{name: found >= since for name, since in _SINCE.items()})

    @property
    def write_only_arguments(self) -> bool:
        """Whether Terraform has write-only arguments."""
        numbers = re.match(r"(\d+)\.(\d+)", self.terraform or "")
        return numbers is None or (int(numbers[1]), int(numbers[2])) >= WRITE_ONLY_SINCE
