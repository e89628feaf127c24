"""Somebody whose tokens prove who a machine is."""

from __future__ import annotations

from typing import Literal

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.url_values import BaseUrl, HttpUrl
from constructs_lib.declaration.props.values import Duration, Flag

__all__ = ["WorkloadIssuerProps"]


class WorkloadIssuerProps(Props):
    """An OIDC issuer of workload tokens, whose subjects consumers may be (`method: federated`)."""

    type: Literal["oidc", "kubernetes"] = "oidc"
    """`kubernetes` for a cluster's service account tokens, any other issuer is `oidc`."""
    issuer: BaseUrl
    """The `iss` of its tokens."""
    jwks_url: HttpUrl | None = None
    """Where its public keys are; needed for `oidc`."""
    max_token_age: Duration | None = None
    """A token that was issued longer ago is refused, expired or not: two days at the most. Left out it is 5 minutes,
    and 1 hour for `kubernetes`."""
    reusable_tokens: Flag = False
    """A token may be shown more than once, and need not have a `jti`: for issuers that give a workload one token and no
    second. Kubernetes' tokens always may."""
