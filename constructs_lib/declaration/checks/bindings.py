"""What a consumer's tokens are bound to: one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import MtlsAuth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["binding_findings"]


def binding_findings(declaration: Declaration) -> Iterator[Finding]:
    """Keycloak 26.7.3 demands proofs of a consumer with both, and writes `cnf` of its certificate alone."""
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            if consumer.dpop and isinstance(consumer.auth, MtlsAuth):
                yield Finding(
                    (*path, "consumers", name, "dpop"),
                    f"realm '{declaration.realm.name}', consumer '{name}': its tokens are bound to its certificate, "
                    "and Keycloak binds them to no key beside it: remove dpop, or use another auth.method",
                )
