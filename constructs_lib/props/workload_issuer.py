"""Somebody whose tokens prove who a machine is."""

from __future__ import annotations

from typing import Literal

from constructs_lib.props.base import Props
from constructs_lib.props.values import HttpUrl

__all__ = ["WorkloadIssuerProps"]


class WorkloadIssuerProps(Props):
    """An OIDC issuer of workload tokens, whose subjects consumers may be (`method: federated`)."""

    type: Literal["oidc", "kubernetes"] = "oidc"
    """`kubernetes` for a cluster's service account tokens, any other issuer is `oidc`."""
    issuer: HttpUrl
    """The `iss` of its tokens."""
    jwks_url: HttpUrl | None = None
    """Where its public keys are; needed for `oidc`."""
