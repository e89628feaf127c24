"""What differences mean for access: who may do something now that was not declared, and who no longer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.principals import principals
from tools.audit.access import EffectiveAccess
from tools.audit.facts import DEFAULT_ROLES, Fact, Facts, Kind, holder_of_person, holder_of_service_account, role_path
from tools.audit.wording import by_hand, holder_name, may

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.declaration.props import Declaration
    from tools.audit.access import Way
    from tools.audit.live.token_clients import TokenClients

__all__ = ["Consequence", "Consequences", "preview_roles"]


@dataclass(frozen=True, order=True)
class Consequence:
    """One thing that somebody may do, or no longer, other than declared.

    Attributes:
        holder: `person ada`, `service account batch`.
        role: The role that decides it.
        gained: They may do it though it is not declared; else it is declared, and they may not.
        causes: The differences behind it.
        through: Clients in whose tokens it is; none where no token can hold the role.
        text: All of it, in words.
    """

    holder: str
    role: str
    gained: bool
    causes: tuple[Fact, ...] = field(compare=False)
    through: tuple[str, ...] = field(compare=False)
    text: str = field(compare=False)


@dataclass(frozen=True)
class Consequences:
    """Compares what Keycloak would put into tokens now with the preview of the declaration.

    Attributes:
        declaration: What is declared.
        expected: What shall be so in the realm.
        live: What is so.
        clients: Which clients get tokens, and for whom.
    """

    declaration: Declaration
    expected: Facts = field(repr=False)
    live: Facts = field(repr=False)
    clients: TokenClients = field(repr=False)

    def all(self) -> tuple[Consequence, ...]:
        """Return everything that differs, by holder and role."""
        found = sorted({*self._gains(), *self._losses(), *self._logins()})
        return tuple(_without_repetition(found, _wide_roles(self._policy)))

    def by_cause(self) -> Mapping[Fact, tuple[Consequence, ...]]:
        """Return the same by the difference that causes it."""
        found: dict[Fact, list[Consequence]] = {}
        for each in self.all():
            for fact in each.causes:
                found.setdefault(fact, []).append(each)
        return {fact: tuple(each) for fact, each in found.items()}

    @cached_property
    def _now(self) -> EffectiveAccess:
        return EffectiveAccess(self.live)

    @cached_property
    def _then(self) -> EffectiveAccess:
        return EffectiveAccess(self.expected)

    @cached_property
    def _policy(self) -> AccessPolicy:
        return AccessPolicy(self.declaration)

    @cached_property
    def _preview(self) -> Mapping[str, frozenset[str]]:
        return preview_roles(self.declaration)

    def _declared_roles(self, holder: str) -> frozenset[str]:
        by_resources = self._then.holders.get(holder) or self._then.with_composites([(DEFAULT_ROLES, ())])
        return self._preview.get(holder, frozenset()) | by_resources.keys()

    def _gains(self) -> Iterator[Consequence]:
        for holder, roles in self._now.holders.items():
            declared = self._declared_roles(holder)
            for role, ways in roles.items():
                through = self._through(holder, role)
                opening = self._opening(holder, role, through)
                if role not in declared:
                    yield self._told(holder, role, (*ways, *opening), through)
                elif opening and self._is_declared(holder):
                    yield self._told(holder, role, opening, through)

    def _opening(self, holder: str, role: str, through: Iterable[str]) -> tuple[Way, ...]:
        """Return what lets a role into somebody's tokens, where no client lets it in by the declaration."""
        if self._through(holder, role, then=True):
            return ()
        ways = [way for client in through for way in self._opened(self._now, client).get(role, ())]
        return tuple(way for way in ways if any(fact not in self.expected for fact in way))

    def _losses(self) -> Iterator[Consequence]:
        for holder, roles in self._then.holders.items():
            held = self._now.holders.get(holder, {})
            for role, ways in roles.items():
                if role not in held and self._is_declared(holder):
                    yield self._told(holder, role, ways, (), gained=False)

    def _logins(self) -> Iterator[Consequence]:
        for client in self.clients.logins:
            made = Fact(Kind.CLIENT, "", client)
            if made not in self.expected:
                text = f"{client} gets tokens with roles of whoever logs in there: client made by hand"
                yield Consequence(f"client {client}", "", gained=True, causes=(made,), through=(client,), text=text)

    def _is_declared(self, holder: str) -> bool:
        return holder in self._preview

    def _told(
        self, holder: str, role: str, ways: Iterable[Way], through: tuple[str, ...], *, gained: bool = True
    ) -> Consequence:
        there = self.expected if gained else self.live
        causes = tuple(dict.fromkeys(fact for way in ways for fact in way if fact not in there))
        what = may(role, self._policy)
        verb = "can" if gained else "can no longer"
        text = f"{holder_name(holder)} {verb} {what}: {by_hand(causes, given=gained)}"
        if gained and not through:
            text = f"{holder_name(holder)} holds {role}, which no client puts into a token: {by_hand(causes)}"
        return Consequence(holder, role, gained, causes, through, text)

    def _through(self, holder: str, role: str, *, then: bool = False) -> tuple[str, ...]:
        """Return the clients in whose tokens a holder's role is, now or by the declaration."""
        access = self._then if then else self._now
        return tuple(
            client
            for client in self.clients.of(holder)
            if (client in self.clients.with_full_scope and not then)
            or not self._opened(access, client).keys().isdisjoint(access.within(role))
        )

    def _opened(self, access: EffectiveAccess, client: str) -> Mapping[str, tuple[Way, ...]]:
        known = self._opened_now if access is self._now else self._opened_then
        if client not in known:
            known[client] = access.opened(client)
        return known[client]

    @cached_property
    def _opened_now(self) -> dict[str, Mapping[str, tuple[Way, ...]]]:
        return {}

    @cached_property
    def _opened_then(self) -> dict[str, Mapping[str, tuple[Way, ...]]]:
        return {}


def _without_repetition(found: Iterable[Consequence], wide: Mapping[str, str]) -> Iterator[Consequence]:
    """Leave out single models where somebody may do the same with every one, by the same difference.

    Args:
        found: What differs.
        wide: From a role to the one that stands for the same action with every model of its API, and from that to
            itself.
    """
    listed = list(found)
    every = {_everywhere(each, each.role) for each in listed if wide.get(each.role) == each.role}
    for each in listed:
        role = wide.get(each.role, "")
        if each.role == role or _everywhere(each, role) not in every:
            yield each


def _wide_roles(policy: AccessPolicy) -> Mapping[str, str]:
    served, found = policy.served, dict[str, str]()
    for (api, action), role in served.wide_roles.items():
        client = served.by_name[api].client_id
        names = (pair.role for pair in served.behind(api) if pair.action == action)
        found |= {role_path(client, name): role_path(client, role) for name in (*names, role)}
    return found


def _everywhere(each: Consequence, role: str) -> tuple[str, str, bool, frozenset[Fact]]:
    return each.holder, role, each.gained, frozenset(each.causes)


def preview_roles(declaration: Declaration) -> Mapping[str, frozenset[str]]:
    """Return the roles of the APIs that everybody who is declared holds by the access policy, by holder.

    Args:
        declaration: What is declared.
    """
    policy = AccessPolicy(declaration)
    client_ids = {role: policy.served.by_name[api].client_id for role, api in policy.served.roles.items()}
    consumers = {name: each for access in declaration.accesses().values() for name, each in access.consumers.items()}
    found: dict[str, frozenset[str]] = {}
    for principal in principals(declaration):
        held = policy.held_roles(principal) & client_ids.keys()
        roles = frozenset(role_path(client_ids[role], role) for role in held)
        if principal.kind == "consumer":
            ids = consumers[principal.name].client_ids(principal.name)
            found |= {holder_of_service_account(client): roles for client in ids}
        elif principal.kind == "person":
            found[holder_of_person(principal.name)] = roles
    return found
