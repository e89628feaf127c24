"""Where clients' secrets are kept: in Keycloak alone, or in Terraform's state as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.cdk.keycloak import OidcIdentityProvider, OpenidClient

__all__ = ["set_client_secret"]


def set_client_secret(
    resource: OpenidClient | OidcIdentityProvider, secret: str, *, version: str, write_only: bool
) -> None:
    """Give a secret to a resource that has `client_secret` and, from provider 5.9.0 on, `client_secret_wo`.

    Args:
        resource: A client or an OIDC identity provider. A `client_secret` that its bindings required is replaced.
        secret: Token of the secret.
        version: Changes when the value does: Terraform sends a write-only value again only then. Never made from it.
        write_only: The secret's variable is ephemeral, so that nothing but a write-only argument takes it.
    """
    if not write_only:
        resource.client_secret = secret
        return
    # By overrides: bindings of 4.5.0 lack the write-only arguments, and require a secret of an identity provider.
    resource.add_override("client_secret", None)
    resource.add_override("client_secret_wo", secret)
    resource.add_override("client_secret_wo_version", version)
