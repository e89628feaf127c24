"""Who was given which grants, and where that is written: the raw material of the access policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_reasons import Reason, declared_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import ConsumerProps, Declaration, Grants, PersonProps
    from constructs_lib.declaration.props.every_model import EveryModel

__all__ = ["Given", "Holders"]


@dataclass(frozen=True)
class Given:
    """Grants of somebody.

    Attributes:
        grants: The grants.
        reason: Why somebody has them; its path leads to all of them.
    """

    grants: Grants
    reason: Reason


class Holders:
    """Consumers, people and groups by their names, which are their own in all of a declaration.

    Args:
        declaration: What is declared.
    """

    def __init__(self, declaration: Declaration) -> None:
        accesses = declaration.accesses()
        self._consumers = {
            client_id: (consumer, declared_path(team, "consumers", name))
            for team, access in accesses.items()
            for name, consumer in access.consumers.items()
            for client_id in (name, *consumer.client_ids(name))
        }
        self._people = {
            name: (person, declared_path(team, "people", name))
            for team, access in accesses.items()
            for name, person in access.people.items()
        }
        self._groups = {
            name: (grants, declared_path(team, "groups", name))
            for team, access in accesses.items()
            for name, grants in access.groups.items()
        }

    def consumer(self, name: str) -> ConsumerProps:
        """Return a consumer by its name, or by that of any of its clients.

        Raises:
            KeyError: There is none.
        """
        return self._consumers[name][0]

    def given(self, principal: Principal) -> Iterator[Given]:
        """Yield what somebody was given, by their own grants, their groups', and for others.

        Raises:
            KeyError: Nobody of that name is declared, or no such group.
        """
        if principal.group:
            yield self._of_group(principal.group, principal.name if principal.source else "")
        elif principal.is_machine:
            consumer, path = self._consumers[principal.name]
            yield Given(consumer.grants, Reason("own", path=(*path, "grants")))
            if consumer.exchange:
                reason = Reason("exchange", applications=consumer.exchange.from_, path=(*path, "exchange", "models"))
                yield Given(consumer.exchange.models, reason)
        else:
            yield from self.given_to_person(principal.name)

    def given_to_person(self, username: str) -> Iterator[Given]:
        """Yield what a person was given.

        Raises:
            KeyError: There is no such person.
        """
        person, path = self._people[username]
        yield Given(person.grants, Reason("own", path=(*path, "grants")))
        yield from map(self._of_group, person.groups)

    def access_role(self, principal: Principal) -> Reason | None:
        """Return why somebody holds an access role; None where they do not.

        Raises:
            KeyError: As for `given`.
        """
        if not self.every_model(principal):
            return None
        path = (self._consumers if principal.is_machine else self._people)[principal.name][1]
        return Reason("every_model", path=(*path, "every_model"))

    def every_model(self, principal: Principal) -> EveryModel:
        """Return what `every_model` says of somebody.

        Raises:
            KeyError: As for `given`.
        """
        if principal.group:
            return False
        holder: ConsumerProps | PersonProps
        holder, _ = (self._consumers if principal.is_machine else self._people)[principal.name]
        return holder.every_model

    def _of_group(self, group: str, origin: str = "") -> Given:
        grants, path = self._groups[group]
        return Given(grants, Reason("group", group, origin, path=path))
