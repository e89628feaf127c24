"""KC-ROLES-SINGLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mappers import MAPPERS, mapper_kind
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RolesSingle"]

_TYPED = ("keycloak_openid_user_client_role_protocol_mapper", "keycloak_openid_user_realm_role_protocol_mapper")
_GENERIC = ("oidc-usermodel-client-role-mapper", "oidc-usermodel-realm-role-mapper")


class RolesSingle(Rule):
    """A token holds all roles."""

    id = "KC-ROLES-SINGLE"
    info = "a role mapper writes one role alone"
    why = (
        "Left at its default, a role mapper writes the first role as text: whoever holds two loses one of them "
        "at random."
    )
    source = "Keycloak guide 'Server Administration', protocol mappers"
    remedy = "set multivalued to true"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to role mappers that are not multivalued."""
        for mapper in configuration.resources(*MAPPERS):
            typed = mapper.type in _TYPED
            if not typed and mapper_kind(mapper) not in _GENERIC:
                continue
            multivalued = mapper.value("multivalued") if typed else mapper.setting("multivalued")
            if not isinstance(multivalued, Symbol) and multivalued not in (True, "true"):
                yield mapper.violation("multivalued is not on")
