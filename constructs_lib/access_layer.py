"""Those who call models: groups, people, consumers and applications of one team, or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.applications import Applications
from constructs_lib.consumers import Consumers
from constructs_lib.group import Group
from constructs_lib.local_models import LocalModels
from constructs_lib.person import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.access_policy import AccessPolicy
    from constructs_lib.props import AccessProps
    from constructs_lib.references import ModelsReference
    from constructs_lib.secrets import SecretSource

__all__ = ["AccessLayer"]


class AccessLayer(Construct):
    """What one team declares, on top of the realm's models.

    Args:
        scope: Parent construct.
        id: Construct id.
        access: Who to create.
        policy: What they may do.
        models: The models layer, in this stack or another.
        secrets: Where secrets come from.
        shared_groups: Groups of another stack that people may join: from name to id (tokens).

    Attributes:
        groups: The groups by name.
        people: The people by username.
        group_ids: Ids of all groups that people may join (tokens).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        access: AccessProps,
        policy: AccessPolicy,
        models: ModelsReference,
        secrets: SecretSource,
        shared_groups: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, id)
        here = LocalModels(self, models)
        groups = Construct(self, "Groups")
        self.groups = {
            name: Group(groups, name, models=here, name=name, roles=policy.roles(grants))
            for name, grants in access.groups.items()
        }
        self.group_ids = {**(shared_groups or {}), **{name: group.id for name, group in self.groups.items()}}
        people = Construct(self, "People")
        self.people = {
            username: Person(
                people,
                username,
                models=here,
                username=username,
                props=person,
                roles=policy.roles(person.grants, every_model=person.every_model),
                group_ids=[self.group_ids[group] for group in person.groups],
                secrets=secrets,
            )
            for username, person in access.people.items()
        }
        if access.consumers:
            Consumers(self, "Consumers", consumers=access.consumers, policy=policy, models=here, secrets=secrets)
        if access.applications:
            Applications(
                self,
                "Applications",
                applications=access.applications,
                policy=policy,
                models=here,
                secrets=secrets,
            )
