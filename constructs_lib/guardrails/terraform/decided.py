"""What the code, the provider or the server's data decides, although no argument says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.symbol import Symbol

__all__ = ["adds_defaults", "is_decided"]

_OURS = "keycloak_"
# What the server makes up, and nothing else decides about.
_MADE_BY_SERVER = frozenset(
    {
        "authorization_resource_server_id",
        "client_secret",
        "id",
        "internal_id",
        "path",  # of a group
        "permission_id",
        "resource_server_id",
        "service_account_user_id",
        "signing_certificate",
        "signing_private_key",
    }
)
# `optional(string, "…")` within an `object` says what the default leaves out; none of these does.
_PLAIN_TYPE = re.compile(r"(?:(?:list|set|map)\()*(?:string|number|bool|any)\)*")


def adds_defaults(kind: object) -> bool:
    """Tell whether a variable may hold more than its default says.

    Args:
        kind: The variable's type, as Terraform writes it.
    """
    return _PLAIN_TYPE.fullmatch("".join(str(kind).split())) is None


def is_decided(whole: Symbol, attribute: str | None) -> bool:
    """Tell whether somebody's code says what an attribute of Keycloak's is that no argument says.

    The provider has defaults, and a data source reads what may have been written there before.

    Args:
        whole: The resource or data source.
        attribute: The attribute; None where an expression chooses it.
    """
    return str(whole.address).removeprefix("data.").startswith(_OURS) and attribute not in _MADE_BY_SERVER
