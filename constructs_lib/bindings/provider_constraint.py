"""Which versions of the Keycloak provider the constructs serve. Standard library only: set-up reads it first."""

from __future__ import annotations

__all__ = [
    "EXCHANGE_ARGUMENT_CONSTRAINT",
    "EXCHANGE_KEY_CONSTRAINT",
    "NEXT_MAJOR",
    "OLDEST",
    "PROVIDER_CONSTRAINT",
    "PROVIDER_SOURCE",
    "WRITE_ONLY_CONSTRAINT",
]

PROVIDER_SOURCE = "keycloak/keycloak"

OLDEST = "4.5.0"
"""The oldest that knows what we emit."""

NEXT_MAJOR = "6.0.0"
"""It may rename what both majors before it share."""

PROVIDER_CONSTRAINT = f">= {OLDEST}, < {NEXT_MAJOR}"

WRITE_ONLY_CONSTRAINT = f">= 5.9.0, < {NEXT_MAJOR}"
"""Of stacks whose secrets are write-only: `ProviderFeatures` says why older ones will not do."""

EXCHANGE_KEY_CONSTRAINT = f">= {OLDEST}, < 5.3.0"
"""Of stacks that let clients trade tokens by an `extra_config` key, which later ones refuse."""

EXCHANGE_ARGUMENT_CONSTRAINT = f">= 5.3.0, < {NEXT_MAJOR}"
"""Of stacks that let clients trade tokens by an argument, which earlier ones do not have."""
