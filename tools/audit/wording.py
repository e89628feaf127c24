"""What facts and differences are called in messages, and in the patterns of `unmanaged`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.model_action import is_every_model
from tools.audit.canonical import apart
from tools.audit.comparison import State
from tools.audit.facts import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constructs_lib.declaration.access_policy import AccessPolicy
    from tools.audit.comparison import Difference

__all__ = ["by_hand", "holder_name", "listed", "may", "said", "subject"]

_BY_ITSELF = "{kind} {name}"
_SUBJECTS: Mapping[Kind, str] = {
    Kind.MEMBER: "{name} in group {owner}",
    Kind.COMPOSITE: "role {name} within role {owner}",
    Kind.PERSON_ROLE: "role {name} of {owner}",
    Kind.ACCOUNT_ROLE: "role {name} of {owner}",
    Kind.GROUP_ROLE: "role {name} of {owner}",
    Kind.SCOPE_ROLE: "role {name} of client scope {owner}",
    Kind.CLIENT_SCOPE_ROLE: "role {name} in the scope of client {owner}",
    Kind.DEFAULT_SCOPE: "default scope {name} of client {owner}",
    Kind.OPTIONAL_SCOPE: "optional scope {name} of client {owner}",
    Kind.NEW_CLIENT_DEFAULT: "default scope {name} of new clients",
    Kind.NEW_CLIENT_OPTIONAL: "optional scope {name} of new clients",
    Kind.MAPPER: "mapper {name} of {owner}",
    Kind.STEP: "step {name} of login {owner}",
    Kind.ORDER: "order of steps of login {owner}",
    Kind.COMPONENT: "{name} of {owner}",
    Kind.SETTING: "{name} of {owner}",
    Kind.AUTHORIZATION: "{name} of {owner}",
    Kind.PROFILE: "{name} of the user profile",
    Kind.ORGANIZATION_MEMBER: "{name} in organization {owner}",
    Kind.TEXT: "text {name} of {owner}",
    Kind.CREDENTIAL: "{name} of {owner}",
    Kind.LINK: "link of {owner} to {name}",
}

# Why somebody may do something, and why no longer, by what gave it to them, or took it away.
_BY_HAND: Mapping[Kind, tuple[str, str]] = {
    Kind.MEMBER: ("put into group {owner}", "taken out of group {owner}"),
    Kind.COMPOSITE: ("role {name} put into role {owner}", "role {name} taken out of role {owner}"),
    Kind.GROUP_ROLE: ("role given to {owner}", "role taken from {owner}"),
    Kind.OPTIONAL_SCOPE: ("scope {name} given to client {owner}", "scope {name} taken from client {owner}"),
    Kind.DEFAULT_SCOPE: ("scope {name} given to client {owner}", "scope {name} taken from client {owner}"),
    Kind.SCOPE_ROLE: ("role put into scope {owner}", "role taken out of scope {owner}"),
    Kind.CLIENT_SCOPE_ROLE: (
        "role put into the scope of client {owner}",
        "role taken out of the scope of client {owner}",
    ),
}
_ROLE_BY_HAND = ("role given", "role taken away")
_PARTS: Mapping[Kind, str] = {
    Kind.DEFAULT_SCOPE: "default scopes",
    Kind.OPTIONAL_SCOPE: "optional scopes",
    Kind.SCOPE_ROLE: "roles",
    Kind.CLIENT_SCOPE_ROLE: "roles in its scope",
    Kind.STEP: "steps",
}
_WITH = frozenset({"predict"})
_MANAGEMENT = "realm-management/"


def subject(fact: Fact) -> str:
    """Return what a fact is called, such as `role model-api/churn-model:predict of person ada`."""
    return _SUBJECTS.get(fact.kind, _BY_ITSELF).format(kind=fact.kind, owner=fact.owner, name=fact.name).rstrip()


def listed(facts: Iterable[Fact]) -> str:
    """Return parts of something that is told by itself, in few words: `default scopes acr, basic; mappers x`."""
    by_kind: dict[str, list[str]] = {}
    for fact in facts:
        kind = _PARTS.get(fact.kind, str(fact.kind))
        by_kind.setdefault(kind if kind.endswith("s") else f"{kind}s", []).append(fact.name)
    return "; ".join(f"{kind} {', '.join(names)}" for kind, names in by_kind.items())


def said(difference: Difference) -> str:
    """Return how a realm differs, without a full stop."""
    name = subject(difference.fact)
    if difference.fact.kind is Kind.CREDENTIAL:
        return f"{name} was set by hand"
    match difference.state:
        case State.UNDECLARED:
            return f"{name} is not declared"
        case State.MISSING:
            return f"{name} is declared, and missing in Keycloak"
        case _:
            live, declared = apart(difference.live, difference.declared)
            return f"{name} is {live or 'not set'}, declared is {declared or 'nothing'}"


def by_hand(causes: Iterable[Fact], *, given: bool = True) -> str:
    """Return why somebody may do something, or no longer: `role given by hand`.

    Args:
        causes: What was given, or taken away, without the declaration.
        given: Which of the two.
    """
    which = 0 if given else 1
    words = (_BY_HAND.get(fact.kind, _ROLE_BY_HAND)[which].format(owner=fact.owner, name=fact.name) for fact in causes)
    return ", ".join(dict.fromkeys(f"{each} by hand" for each in words))


def holder_name(holder: str) -> str:
    """Return who holds a role, in a sentence: `ada`, or `batch` of the service account of a client."""
    return holder.removeprefix("person ").removeprefix("service account ")


def may(role: str, policy: AccessPolicy) -> str:
    """Return what a role lets its holder do: `predict with churn-model`.

    Args:
        role: The role, as facts call it.
        policy: What the APIs' roles allow.
    """
    client, _, name = role.rpartition("/")
    access_roles = {api.client_id: api.access_role for api in policy.served.by_name.values()}
    of_api = f" of {client}" if len(access_roles) > 1 else ""
    if client not in access_roles:
        return f"administer the realm ({role})" if role.startswith(_MANAGEMENT) else f"act with the role {role}"
    if name == access_roles[client]:
        return f"do everything with every model{of_api}"
    parts = policy.names.parts(name)
    if parts is None:
        return f"act with the role {role}"
    model, action = parts
    what = f"every model{of_api}" if is_every_model(model) else model
    return f"{action} with {what}" if action in _WITH else f"{action} {what}"
