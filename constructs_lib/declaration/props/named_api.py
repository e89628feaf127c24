"""One of several ML serving APIs of a realm."""

from __future__ import annotations

from pydantic import Field

from constructs_lib.declaration.props.api import ApiProps
from constructs_lib.declaration.props.gateway import GatewayProps
from constructs_lib.declaration.props.values import ApiName, RoleName

__all__ = ["SOLE_API", "NamedApiProps"]

SOLE_API = "api"
"""What the one API of an environment is called that declares it under `api`."""


class NamedApiProps(ApiProps):
    """One of several APIs: a client, an audience, an access role and a gateway of its own.

    A token is for those APIs whose scopes it was asked for.
    """

    access_role: RoleName = ""
    """Client role that grants every model of it; left out, it is called `<name>-access`."""
    gateway: GatewayProps = Field(default_factory=GatewayProps)
    """The gateway in front of its models."""
    renamed_from: ApiName | None = None
    """Its name before, or `api` where it was declared under `api`: `make deploy` keeps its client and its access role.
    Remove it after that."""
