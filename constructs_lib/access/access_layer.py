"""Those who call models: groups, people, consumers and applications of one team, or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.access.applications import Applications
from constructs_lib.access.consumers import Consumers
from constructs_lib.access.existing_person import ExistingPerson
from constructs_lib.access.group import Group
from constructs_lib.access.outside_members import OutsideMembers
from constructs_lib.access.person import Person
from constructs_lib.cdk import TerraformLocal
from constructs_lib.declaration.second_factor_roles import second_factor_role
from constructs_lib.terraform.emitting import emitted
from constructs_lib.terraform.local_models import LocalModels
from constructs_lib.terraform.moves import move_construct
from constructs_lib.terraform.order import predecessors_first

if TYPE_CHECKING:
    from constructs_lib.cdk import TerraformResource
    from constructs_lib.declaration.props import AccessProps
    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.references import ModelsReference, PeopleSources

__all__ = ["AccessLayer"]


class AccessLayer(Construct):
    """What one team declares, on top of the realm's models.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: What they may do, where secrets come from, and the settings of the realm, which they inherit.
        access: Who to create: one part of what is declared.
        models: The models layer, in this stack or another.
        sources: The directories and identity providers that they come from, in this stack or another.
        shared_group_ids: Groups of another stack that people may join: map from name to id (token).

    Attributes:
        groups: The groups by name.
        people: The people by username.
        consumers: The consumers by name.
        applications: The applications by `client_id`.
    """

    @emitted
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        context: Context,
        access: AccessProps,
        models: ModelsReference,
        sources: PeopleSources,
        shared_group_ids: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        policy, here = context.policy, LocalModels(self, models)
        groups = Construct(self, "Groups")
        self.groups = {
            name: Group(
                groups, name, models=here, name=name, roles=[*policy.roles(grants), *_second_factor(access, name)]
            )
            for name, grants in access.groups.items()
        }
        for name, group in self.groups.items():
            for origin in context.origins.get(name, ()):
                OutsideMembers(
                    group,
                    origin.source,
                    models=here,
                    group_id=group.id,
                    group_name=name,
                    origin=origin,
                    sources=sources,
                )
        # Made whether or not somebody joins: what the other stack puts out depends on nobody's membership.
        shared = TerraformLocal(self, "SharedGroupIds", shared_group_ids) if shared_group_ids else None
        for name, former in access.renamed_groups.items():
            move_construct(self.groups[name], former)
        settled = [sources.settled] if sources.settled else []
        emails = {username: person.email for username, person in access.people.items() if person.email is not None}
        people = Construct(self, "People")
        freed = [predecessors_first(people, "Emails", emails)] if emails else []
        self.people: dict[str, Person | ExistingPerson] = {}
        for username, person in access.people.items():
            roles = policy.roles(person.grants, every_model=person.every_model)
            group_ids = [self._group_id(group, shared) for group in person.groups]
            self.people[username] = (
                ExistingPerson(people, username, models=here, username=username, roles=roles, group_ids=group_ids)
                if context.declaration.realm.is_joined
                else Person(
                    people,
                    username,
                    context=context,
                    models=here,
                    username=username,
                    props=person,
                    roles=roles,
                    group_ids=group_ids,
                    after=[*settled, *freed],
                )
            )
        for username, person in access.people.items():
            if person.renamed_from:
                move_construct(self.people[username], person.renamed_from)
        clients = [*settled, *self._free_client_ids(access)]
        self.consumers = (
            Consumers(
                self, "Consumers", context=context, consumers=access.consumers, models=here, after=clients
            ).by_name
            if access.consumers
            else {}
        )
        self.applications = (
            Applications(
                self, "Applications", context=context, applications=access.applications, models=here, after=clients
            ).by_name
            if access.applications
            else {}
        )

    def _free_client_ids(self, access: AccessProps) -> list[TerraformResource]:
        """A consumer may become an application, and the other way round.

        Where no application comes or goes, no name passes from one kind to the other.
        """
        if not access.consumers and not access.applications:
            return []
        return [predecessors_first(self, "ClientIds", dict.fromkeys(access.applications, "application"))]

    def _group_id(self, name: str, shared: TerraformLocal | None) -> str:
        if name in self.groups or shared is None:
            return self.groups[name].id
        return f'${{local.{shared.friendly_unique_id}["{name}"]}}'


def _second_factor(access: AccessProps, group: str) -> list[str]:
    factor = access.second_factor.get(group)
    return [second_factor_role(factor)] if factor else []
