"""Workload issuers: complete, and known to the consumers that rely on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import FederatedAuth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["issuer_findings"]


def issuer_findings(declaration: Declaration) -> Iterator[Finding]:
    """An OIDC issuer says where its keys are; a federated consumer names an issuer that exists."""
    realm = f"realm '{declaration.realm.name}'"
    for name, issuer in declaration.workload_issuers.items():
        if issuer.type == "oidc" and issuer.jwks_url is None:
            yield Finding(
                ("workload_issuers", name),
                f"{realm}, workload issuer '{name}': Keycloak needs its keys: add jwks_url",
            )
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            auth = consumer.auth
            if isinstance(auth, FederatedAuth) and auth.issuer not in declaration.workload_issuers:
                yield Finding(
                    (*path, "consumers", name, "auth", "issuer"),
                    f"{realm}, consumer '{name}': unknown workload issuer '{auth.issuer}': "
                    f"{hint(auth.issuer, declaration.workload_issuers)}",
                )
