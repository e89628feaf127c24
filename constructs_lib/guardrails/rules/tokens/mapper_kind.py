"""KC-MAPPER-KIND."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mapper_kinds import (
    DIRECTORY_MAPPERS,
    PROTOCOL_MAPPERS,
    identity_provider_mapper_kinds,
)
from constructs_lib.guardrails.keycloak.mappers import GENERIC_MAPPERS
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["MapperKind"]

_DIRECTORY_TYPE = "org.keycloak.storage.ldap.mappers.LDAPStorageMapper"
# KC-SCRIPT speaks of these.
_SCRIPT = ("script-", "oidc-script-based-", "saml-javascript-")
_BY_REQUEST = frozenset(
    {
        "oidc-claims-param-value-idtoken-mapper",
        "oidc-parameterized-scope-mapper",
        "oidc-parameterized-scope-user-property-mapper",
    }
)


class MapperKind(Rule):
    """Rules know what each mapper writes."""

    id = "KC-MAPPER-KIND"
    info = "a mapper is of a kind that no rule knows"
    why = (
        "A mapper of an extension, of a preview or of a name spelled otherwise writes what it likes into tokens and "
        "accounts, and rules that look for roles in known kinds see nothing of it."
    )
    source = "ASVS 5.0 V8.2.1 and V10.3.2, Keycloak Admin REST API 'serverinfo'"
    remedy = "use a mapper of Keycloak's own, with its kind written out; exempt an extension of yours after a review"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to mappers whose kind is not among Keycloak's own of that protocol, or known at apply alone."""
        for mapper in configuration.resources(*GENERIC_MAPPERS):
            kind = mapper.text("protocol_mapper")
            if kind in _BY_REQUEST:
                yield mapper.violation(f"its kind is '{kind}', which writes what a request says")
            elif not (kind or "").startswith(_SCRIPT):
                yield from _judged(mapper, "protocol_mapper", _of_protocol(mapper).__contains__)
        for mapper in configuration.resources("keycloak_custom_identity_provider_mapper"):
            yield from _judged(
                mapper, "identity_provider_mapper", lambda kind: bool(identity_provider_mapper_kinds(kind))
            )
        for mapper in configuration.resources("keycloak_ldap_custom_mapper"):
            yield from _judged(mapper, "provider_id", DIRECTORY_MAPPERS.__contains__)
            yield from _judged(mapper, "provider_type", _DIRECTORY_TYPE.__eq__)


def _of_protocol(mapper: Resource) -> frozenset[str]:
    return PROTOCOL_MAPPERS.get(mapper.text("protocol") or "", frozenset())


def _judged(mapper: Resource, argument: str, is_known: Callable[[str], bool]) -> Iterator[Violation]:
    written = mapper.spelled(argument)
    if written is None or mapper.text(argument) is None:
        yield mapper.violation(f"{argument} is known at apply alone")
    elif not is_known(written):
        yield mapper.violation(f"{argument} is '{written}', of which no rule knows what it writes")
