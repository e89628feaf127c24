"""KC-JOINED-REALM."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.keycloak.declared_realms import DeclaredRealm
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["JoinedRealm"]

# What a client, a client scope or a group has, and grants. The rest is the realm's.
_OURS = re.compile(
    r"keycloak_(?:"
    r"(?:openid|saml)_client(?:_(?!permissions)[a-z_]+)?"
    r"|(?:openid|saml)_[a-z_]+_protocol_mapper"
    r"|generic_(?:client_)?(?:protocol|role)_mapper"
    r"|role|group|group_roles|group_memberships|user_roles|user_groups"
    r")"
)
_NOT_OURS = frozenset({"keycloak_openid_client_registration_policy"})
# Arguments that say what a resource is a part of.
_PART_OF = ("client_id", "client_scope_id", "group_id", "parent_id", "resource_server_id")
_CLIENTS = ("keycloak_openid_client", "keycloak_saml_client")


class JoinedRealm(Rule):
    """In a realm of others, nothing of theirs is changed."""

    id = "KC-JOINED-REALM"
    info = "something of a realm that has its owner elsewhere is changed"
    why = (
        "Its settings, accounts, login flows, keys and clients are somebody else's, and everybody in the realm lives "
        "by them: what we change of them, the owner's next change takes back, or never finds."
    )
    source = "docs/decisions/joined-realms.md"
    remedy = "remove it, and ask the realm's owner for it"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to what decides about the realm as a whole, and to parts of what no stack makes."""
        for declared in declared_realms(configuration):
            if declared.declaration.realm.is_joined:
                for resource in declared.some():
                    yield from _of(declared, resource)


def _of(declared: DeclaredRealm, resource: Resource) -> Iterator[Violation]:
    name = declared.declaration.realm.name
    if _OURS.fullmatch(resource.type) is None or resource.type in _NOT_OURS:
        yield resource.violation(f"realm '{name}' has its owner elsewhere, and this decides about more than ours")
        return
    if resource.type == "keycloak_role" and resource.value("client_id") in (None, ""):
        yield resource.violation(f"realm '{name}' has its owner elsewhere: a role is one of a client of ours")
    for argument in _PART_OF:
        if argument == "client_id" and resource.type in _CLIENTS:
            continue  # its own name
        value = resource.value(argument)
        if value in (None, ""):
            continue
        found = list(declared.configuration.targets(value))
        if not found or any(each.address.startswith("data.") for each in found):
            yield resource.violation(f"{argument} is of something that no stack makes: it is not ours to change")
