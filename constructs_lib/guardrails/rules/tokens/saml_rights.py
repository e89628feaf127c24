"""KC-SAML-RIGHTS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mappers import GENERIC_MAPPERS
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SamlRights"]

_TYPED = ("keycloak_saml_user_attribute_protocol_mapper", "keycloak_saml_user_property_protocol_mapper")
_INVENTS = {
    "saml-hardcode-role-mapper": "it puts a role into every assertion",
    "saml-role-name-mapper": "it renames a role",
}
# What writes a constant, or what people, or whoever lets them in, may have written.
_OTHERS = frozenset(
    f"saml-{each}-mapper" for each in ("hardcode-attribute", "user-attribute", "user-property", "user-session-note")
)
_RIGHTS = re.compile(r"(?:^|[^a-z])(?:roles?|groups?|member(?:_?of)?|entitlements?|permissions?|authorities)$")
# Who somebody is: taken from an attribute, it is what an attribute says.
_SUBJECT, _OF_SUBJECT = "saml-user-attribute-nameid-mapper", frozenset({"id", "username", "email"})


class SamlRights(Rule):
    """What says who may do what, and who somebody is, in an assertion comes from Keycloak's own records."""

    id = "KC-SAML-RIGHTS"
    info = "a mapper writes rights, or a subject, into assertions by itself"
    why = (
        "Applications believe the attributes Role and memberOf, and the name id: a constant, or an attribute that "
        "people edit, gives rights that nobody granted, or another's account."
    )
    source = "ASVS 5.0 V8.2.1 and V10.3.2, Keycloak guide 'Server Administration', protocol mappers"
    remedy = "grant roles and groups, and let a role list or group mapper of SAML write them"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to mappers of SAML, typed and generic, that write such attributes and are not made for it."""
        for mapper in configuration.resources(*_TYPED):
            yield from _of_attribute(mapper, mapper.spelled("saml_attribute_name"))
            yield from _of_attribute(mapper, mapper.spelled("friendly_name"))
        for mapper in configuration.resources(*GENERIC_MAPPERS):
            kind = mapper.text("protocol_mapper") or ""
            if kind in _INVENTS:
                yield mapper.violation(_INVENTS[kind])
            for key in ("attribute.name", "friendly.name") if kind in _OTHERS else ():
                yield from _of_attribute(mapper, _spelled(mapper, key))
            attribute = _spelled(mapper, "user.attribute") if kind == _SUBJECT else None
            if attribute is not None and attribute not in _OF_SUBJECT:
                yield mapper.violation(f"it takes the name id from '{attribute}'")


def _of_attribute(mapper: Resource, name: str | None) -> Iterator[Violation]:
    if name and _RIGHTS.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()):
        yield mapper.violation(f"it writes the attribute '{name}'")


def _spelled(mapper: Resource, key: str) -> str | None:
    value = mapper.setting(key)
    return value.pattern if isinstance(value, Symbol) else value if isinstance(value, str) else None
