"""Workload issuers: complete, and known to the consumers that rely on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import FederatedAuth
from constructs_lib.declaration.props.values import duration_seconds, is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration

__all__ = ["issuer_findings"]

# Kubernetes renews a token that is a day old, whatever its end is (Kubernetes: "Configure Service Accounts for Pods").
_LONGEST_AGE = "2d"


def issuer_findings(declaration: Declaration) -> Iterator[Finding]:
    """An OIDC issuer says where its keys are, and tokens age; a federated consumer names an issuer that exists."""
    realm = f"realm '{declaration.realm.name}'"
    for name, issuer in declaration.workload_issuers.items():
        if issuer.type == "oidc" and issuer.jwks_url is None:
            yield Finding(
                ("workload_issuers", name),
                f"{realm}, workload issuer '{name}': Keycloak needs its keys: add jwks_url",
            )
        age = issuer.max_token_age
        if age is not None and not is_unresolved(age) and duration_seconds(age) > duration_seconds(_LONGEST_AGE):
            yield Finding(
                ("workload_issuers", name, "max_token_age"),
                f"{realm}, workload issuer '{name}': max_token_age must not exceed {_LONGEST_AGE}, got '{age}': "
                "whoever finds a token is the workload for as long",
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
