"""Which versions of the Keycloak provider the stacks accept. Standard library only: set-up reads it first."""

from __future__ import annotations

__all__ = [
    "EXCHANGE_ARGUMENT_CONSTRAINT",
    "EXCHANGE_KEY_CONSTRAINT",
    "PROVIDER_CONSTRAINT",
    "PROVIDER_SOURCE",
    "WRITE_ONLY_CONSTRAINT",
]

PROVIDER_SOURCE = "keycloak/keycloak"

# 4.5.0 is the oldest that knows what we emit; 6.0.0 may rename what both majors share today.
PROVIDER_CONSTRAINT = ">= 4.5.0, < 6.0.0"

WRITE_ONLY_CONSTRAINT = ">= 5.9.0, < 6.0.0"
"""Of stacks whose secrets are write-only: `ProviderFeatures` says why older ones will not do."""

EXCHANGE_KEY_CONSTRAINT = ">= 4.5.0, < 5.3.0"
"""Of stacks that let clients trade tokens by an `extra_config` key, which later ones refuse."""

EXCHANGE_ARGUMENT_CONSTRAINT = ">= 5.3.0, < 6.0.0"
"""Of stacks that let clients trade tokens by an argument, which earlier ones do not have."""
