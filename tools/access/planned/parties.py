"""What kind of thing a resource is, in the words of a declaration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from tools.runner.things import base_name, is_api_client

if TYPE_CHECKING:
    from tools.access.planned.stack import Instance

__all__ = ["ClientKind", "is_workload_issuer", "kind_of_client"]

ClientKind = Literal["api", "consumers", "applications"]

_CLIENTS: tuple[tuple[re.Pattern[str], ClientKind], ...] = (
    (re.compile(r"(?:.*_)?Access_Consumers_Client"), "consumers"),
    (re.compile(r"(?:.*_)?Access_Applications_.+_Client"), "applications"),
)
_ISSUER = re.compile(r"(?:.*_)?Realm_WorkloadIssuers_.+_Provider")


def kind_of_client(instance: Instance) -> ClientKind:
    """Return what a client is; one that is written by hand by what it may do: log people in, or not."""
    if is_api_client(instance.name):
        return "api"
    name = base_name(instance.name)
    for pattern, kind in _CLIENTS:
        if pattern.fullmatch(name):
            return kind
    return "applications" if instance.latest("standard_flow_enabled") is True else "consumers"


def is_workload_issuer(instance: Instance) -> bool:
    """Whether an identity provider is one whose tokens machines authenticate with, not people."""
    return bool(_ISSUER.fullmatch(base_name(instance.name)))
