"""One resource instance of a stack."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.arguments import Arguments
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS
from constructs_lib.guardrails.terraform.subject import Subject
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.guardrails.terraform.plan import PlannedInstance
    from constructs_lib.guardrails.terraform.symbol import Symbol, Value

__all__ = ["Resource"]

# The argument that people know a resource by, in the order of preference: an identity provider has a client_id too.
_NAMES = ("alias", "client_id", "username", "realm", "name")
_LABELS = {
    "keycloak_openid_client": "client",
    "keycloak_openid_client_scope": "client scope",
    "keycloak_user": "user",
    "keycloak_realm": "realm",
    "keycloak_role": "role",
    "keycloak_group": "group",
    **dict.fromkeys(IDENTITY_PROVIDERS, "identity provider"),
    "keycloak_ldap_user_federation": "user federation",
    "keycloak_generic_protocol_mapper": "protocol mapper",
}


@dataclass(frozen=True)
class Resource(Arguments):
    """A resource, or one instance of a resource with `for_each`, its arguments evaluated as far as they can be.

    Attributes:
        type: `keycloak_openid_client`, …
        stack: Name of the stack.
        address: `keycloak_openid_client.Name`, without the instance's key.
        instance: The instance's key; None without `for_each` and `count`, or where it is not known.
        path: Path of the construct, with the key in brackets.
        arguments: Arguments by name.
        ignored: Arguments whose changes are ignored; `all` for all.
        decided_by: What decides how many instances there are, where only an apply knows that.
        configured: The arguments as the code says, where those of a plan are in place of some.
        planned: What a plan says of it, where there is one that has it.
    """

    type: str
    stack: str
    address: str
    instance: str | int | None
    path: str
    arguments: Mapping[str, Value] = field(repr=False)
    decided_by: Symbol | None = field(default=None, repr=False)
    ignored: tuple[str, ...] = field(default=(), repr=False)
    configured: Mapping[str, Value] = field(default_factory=dict, repr=False)
    planned: PlannedInstance | None = field(default=None, repr=False, compare=False)

    asked: dict[str, Value] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What rules asked for, by argument, so that KC-UNREAD can tell what they needed and could not read."""
    hidden: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    """What rules asked for that has to be known or a plain reference, and is a text or a function around one."""
    open: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    """What rules asked for that decides by itself, and is a variable without a default."""

    @property
    def subject(self) -> Subject:
        """What a finding about it names."""
        known = {key: value for key, value in self.arguments.items() if isinstance(value, str)}
        realm = known.get("realm_id") or known.get("realm")
        # A mapper of an identity provider says its realm in `realm`.
        names = ("name", *_NAMES) if self.type.endswith("_mapper") else _NAMES
        name = next((known[key] for key in names if known.get(key)), None)
        if self.address.startswith("provider."):
            return Subject(self.path, f"provider '{self.type}'")
        label = _LABELS.get(self.type, self.type) + (f" '{name}'" if name else "")
        return Subject(self.path, f"realm '{realm}', {label}" if realm and self.type != "keycloak_realm" else label)

    def violation(self, fault: str, *, stays_here: bool = False) -> Violation:
        """Object to this resource; `stays_here` as in `Violation`."""
        return Violation(self.subject, fault, stays_here=stays_here)
