"""What the next deployment changes of objects that it takes over, by the audit's comparison, and in its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.secret_names import client_secret_name
from tools.audit.comparison import State, part_of
from tools.audit.facts import Fact, Kind, role_path
from tools.audit.live.names import LiveNames
from tools.audit.unmanaged import left_to_others
from tools.audit.wording import said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from stacks.environment import Environment
    from tools.adopt.rehearsal import Planned
    from tools.audit.comparison import Difference
    from tools.audit.declared.facts import DeclaredFacts
    from tools.audit.live.snapshot import Snapshot
    from tools.recovery.adoption import Import

__all__ = ["NextChanges", "next_changes"]

Thing = tuple[Kind, str]

_NAMED: Mapping[str, tuple[Kind, str]] = {
    "keycloak_openid_client": (Kind.CLIENT, "client_id"),
    "keycloak_saml_client": (Kind.CLIENT, "client_id"),
    "keycloak_openid_client_scope": (Kind.SCOPE, "name"),
    "keycloak_saml_client_scope": (Kind.SCOPE, "name"),
    "keycloak_oidc_identity_provider": (Kind.PROVIDER, "alias"),
    "keycloak_saml_identity_provider": (Kind.PROVIDER, "alias"),
    "keycloak_ldap_user_federation": (Kind.DIRECTORY, "name"),
    "keycloak_authentication_flow": (Kind.FLOW, "alias"),
}
_HOLDERS: Mapping[str, Kind] = {
    "service account ": Kind.CLIENT,
    "person ": Kind.PERSON,
    "group ": Kind.GROUP,
}
_OF_ROLES = frozenset({Kind.PERSON_ROLE, Kind.ACCOUNT_ROLE, Kind.GROUP_ROLE})
# What `kept.settings` calls what is kept of a client.
_KEPT_OF_CLIENT = ("", "_default_scopes", "_optional_scopes")


@dataclass(frozen=True)
class NextChanges:
    """What changes.

    Attributes:
        differences: Where the objects are not what is declared, and become it.
        kept: What `kept.settings` calls them, type and name.
        secrets: Clients that get the secret of their variable, which no comparison sees.
    """

    differences: tuple[Difference, ...]
    kept: tuple[str, ...]
    secrets: tuple[str, ...]

    def lines(self, file: str) -> Iterator[str]:
        """Yield what to tell an operator.

        Args:
            file: The environment's file, as it is shown.
        """
        if not self.differences and not self.secrets:
            yield "Deploying changes nothing of them: they are as declared."
            return
        yield f"What deploying changes of them ({len(self.differences) + len(self.secrets)}):"
        yield from (f"  {said(each)}" for each in self.differences)
        for client in self.secrets:
            yield (
                f"  secret of client {client} becomes that of TF_VAR_{client_secret_name(client)}: "
                "who has another one is refused, unless kept.secrets names the client"
            )
        named = f" ({', '.join(self.kept)})" if self.kept else ""
        yield (
            f"To keep one of these as it is, say so in {file} before you deploy: by a key of the thing's own, such as "
            f"grants or description, or under kept.settings{named}. Then run make adopt with AGAIN=1 once more."
        )


def next_changes(
    differences: Iterable[Difference],
    declared: DeclaredFacts,
    environment: Environment,
    taken: Planned,
    snapshot: Snapshot,
) -> NextChanges:
    """Return what a deployment changes of the objects that it takes over.

    Args:
        differences: Where the realm is not as declared, by the audit.
        declared: What the stack makes true.
        environment: What is declared.
        taken: The plan, with what is taken over.
        snapshot: The realm.
    """
    imports = taken.imports
    names = _Names(snapshot)
    things = {thing for each in imports for thing in names.of(each)}
    is_realm = any(each.type == "keycloak_realm" for each in imports)
    found = tuple(
        each
        for each in differences
        if (is_realm or not things.isdisjoint(_parts(each.fact))) and _becomes(each, declared, environment)
    )
    return NextChanges(found, tuple(_kept(imports)), tuple(_given_secrets(imports, taken.code)))


def _becomes(difference: Difference, declared: DeclaredFacts, environment: Environment) -> bool:
    """Whether a deployment makes it as declared: what nobody declares, it takes out of whole lists only."""
    fact = difference.fact
    if fact in declared.facts:
        return True
    if difference.state is State.UNDECLARED:
        return (fact.kind, fact.owner) in declared.whole
    return fact.kind is Kind.SETTING and not left_to_others(environment, difference, declared.facts)


def _parts(fact: Fact) -> Iterator[Thing | Fact]:
    """Yield what a fact is about, and itself."""
    yield fact
    yield fact.kind, fact.name
    if part := part_of(fact):
        yield part
    if fact.kind is Kind.COMPOSITE:
        yield Kind.ROLE, fact.owner
    if fact.kind is Kind.MEMBER:
        yield Kind.GROUP, fact.owner
    holder = fact.owner if fact.kind in _OF_ROLES else fact.name if fact.kind is Kind.MEMBER else ""
    yield from ((kind, holder.removeprefix(prefix)) for prefix, kind in _HOLDERS.items() if holder.startswith(prefix))


class _Names:
    """What facts call the objects of a realm."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._clients = LiveNames(snapshot).clients
        self._scopes = {str(each["id"]): str(each["name"]) for each in snapshot.scopes}
        self._groups = {str(each["id"]): str(each["path"]) for each in snapshot.groups}

    def of(self, taken: Import) -> Iterator[Thing | Fact]:
        """Yield what facts call an object that is taken over."""
        planned = taken.planned
        if taken.type in _NAMED:
            kind, argument = _NAMED[taken.type]
            yield kind, planned.text(argument)
        elif taken.type == "keycloak_user":
            yield Kind.PERSON, planned.text("username").lower()
        elif taken.type == "keycloak_role":
            client = planned.text("client_id")
            yield Kind.ROLE, role_path(self._clients.get(client, "?") if client else None, planned.text("name"))
        elif taken.type == "keycloak_group" and taken.object_id in self._groups:
            yield Kind.GROUP, self._groups[taken.object_id]
        elif taken.type.endswith("_protocol_mapper"):
            client, scope = planned.text("client_id"), planned.text("client_scope_id")
            owner = f"client {self._clients.get(client)}" if client else f"scope {self._scopes.get(scope)}"
            yield Fact(Kind.MAPPER, owner, planned.text("name"))


def _kept(imports: Collection[Import]) -> Iterator[str]:
    for each in imports:
        if each.type == "keycloak_openid_client":
            yield from (f"{each.type}{part}: {each.planned.text('client_id')}" for part in _KEPT_OF_CLIENT)
        elif each.type in ("keycloak_realm", "keycloak_user"):
            yield f"{each.type}: {each.planned.text('realm' if each.type == 'keycloak_realm' else 'username')}"


def _given_secrets(imports: Collection[Import], code: Mapping[str, Any]) -> Iterator[str]:
    """Yield clients whose secret has a variable; a plan hides a secret that stays as it hides one that is given."""
    for each in imports:
        client = each.planned.text("client_id")
        if each.type == "keycloak_openid_client" and client_secret_name(client) in code.get("variable", {}):
            yield client
