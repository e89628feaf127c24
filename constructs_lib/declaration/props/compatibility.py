"""What tokens hold beside the claims of this project, for services that read those of before."""

from __future__ import annotations

from typing import Annotated

from pydantic import field_validator

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.text_rules import TextPattern
from constructs_lib.declaration.props.values import Flag

__all__ = ["CompatibilityProps"]

_RealmRole = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9](?:[A-Za-z0-9 ._:@/+-]{0,253}[A-Za-z0-9._:@/+-])?",
        "name a realm role: 1 to 255 letters, digits, spaces, or any of . _ : @ / + -",
        examples=("analyst", "ROLE_USER"),
    ),
]


class CompatibilityProps(Props):
    """Claims of before, for adopted realms: beside ours in the tokens of declared clients, until services read ours."""

    realm_access: tuple[_RealmRole, ...] = ()
    """Realm roles that reach tokens, in the claim `realm_access.roles`, where their holder has them. They are there
    already: they are neither made nor granted by a declaration."""
    resource_access: Flag = False
    """Tokens hold what `roles` holds in the claim `resource_access.<client_id>.roles`, too."""

    @field_validator("realm_access")
    @classmethod
    def _once_each(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError(f"name each realm role once, got '{', '.join(value)}'")
        return value
