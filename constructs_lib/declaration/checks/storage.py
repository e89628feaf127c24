"""Where secrets are kept: only as the provider can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["storage_findings"]


def storage_findings(declaration: Declaration, features: ProviderFeatures) -> Iterator[Finding]:
    """Write-only secrets need a provider that has them."""
    asked = declaration.secret_storage == "write_only"  # noqa: S105 - a kind of storage
    if asked and not features.write_only_secrets:
        yield Finding(
            ("secret_storage",),
            f"realm '{declaration.realm.name}': secret_storage 'write_only' needs the Keycloak provider 5.9.0 or "
            f"newer, got {features.version}: upgrade it (docs/how-to/upgrade-the-provider.md), or write 'state'",
        )
