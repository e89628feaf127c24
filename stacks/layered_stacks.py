"""An environment with teams as one stack a layer: realm, models, what is shared, and each team.

References go one way, realm → models → shared → teams, so that they never form a circle. Each stack has a state and
a lock of its own: a pull request of one team plans that team's stack alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.access.access_layer import AccessLayer
from constructs_lib.cdk import TerraformLocal, TerraformOutput
from constructs_lib.declaration.endpoints import RealmEndpoints
from constructs_lib.models.models_layer import ModelsLayer
from constructs_lib.realm.realm_layer import RealmLayer
from constructs_lib.terraform.emitting import emitting
from stacks.api_outputs import add_api_outputs, declare_keycloak_url
from stacks.keeping import keep
from stacks.keycloak_stack import KeycloakStack
from stacks.stack_names import StackNames

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.cdk import TerraformStack
    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.props import AccessProps
    from constructs_lib.terraform.references import ModelsReference, PeopleSources, RealmReference
    from stacks.environment import Environment

__all__ = ["AccessStack", "ModelsStack", "RealmStack", "add_layered_stacks"]


class RealmStack(KeycloakStack):
    """The realm, the API's client and the outputs; it has the environment's name."""

    def __init__(self, scope: Construct, id: str, *, checked: CheckedDeclaration[Environment]) -> None:
        super().__init__(scope, id, checked=checked)
        layer = self._create_layer(checked.declaration)
        self.reference = layer.reference
        # Whoever comes after them is in a stack that is applied after this one.
        self.people_sources = replace(layer.people_sources, settled=None)

    def _create_layer(self, environment: Environment) -> RealmLayer:
        """Create all that is declared. What is added by hand comes after it: guardrails tell the two apart."""
        with emitting(self):
            layer = RealmLayer(self, "Realm", context=self.context)
            endpoints = RealmEndpoints(declare_keycloak_url(self, environment), layer.realm.name)
            add_api_outputs(self, environment, endpoints=endpoints, apis=layer.apis)
            # A later deployment finds by it what was declared once, and is not any more.
            stacks = list(StackNames(self.node.id).all(environment))
            TerraformOutput(self, "stacks", description="Stacks of the environment", value=stacks)
            keep(self, environment.kept)
        return layer


class ModelsStack(KeycloakStack):
    """Roles and client scopes of the models: `<environment>-models`."""

    def __init__(
        self, scope: Construct, id: str, *, checked: CheckedDeclaration[Environment], realm: RealmReference
    ) -> None:
        super().__init__(scope, id, checked=checked)
        environment = checked.declaration
        with emitting(self):
            self.reference = ModelsLayer(self, "Models", context=self.context, realm=realm).reference
            keep(self, environment.kept)


class AccessStack(KeycloakStack):
    """Who calls the models: `<environment>-shared`, and `<environment>-team-<team>` for each team.

    Attributes:
        group_ids: Map from the name of a group to its id (token), of a stack that shares its groups.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        checked: CheckedDeclaration[Environment],
        access: AccessProps,
        models: ModelsReference,
        sources: PeopleSources,
        shared_group_ids: str | None = None,
        shares_groups: bool = False,
    ) -> None:
        super().__init__(scope, id, checked=checked)
        with emitting(self):
            groups = AccessLayer(
                self,
                "Access",
                context=self.context,
                access=access,
                models=models,
                sources=sources,
                shared_group_ids=shared_group_ids,
            ).groups
            ids = {name: group.id for name, group in groups.items()} if shares_groups else {}
            self.group_ids = TerraformLocal(self, "GroupIds", ids).as_string if ids else None
            keep(self, checked.declaration.kept)


def add_layered_stacks(app: Construct, name: str, checked: CheckedDeclaration[Environment]) -> list[TerraformStack]:
    """Add the stacks of an environment with teams.

    Args:
        app: The app.
        name: Name of the environment.
        checked: What it declares.

    Returns:
        The stacks, in the order in which they are applied.
    """
    environment = checked.declaration
    names = StackNames(name)
    realm = RealmStack(app, names.realm, checked=checked)
    models = ModelsStack(app, names.models, checked=checked, realm=realm.reference)
    stacks: list[TerraformStack] = [realm, models]
    shared_group_ids: str | None = None
    if not environment.shared.is_empty:
        shared = AccessStack(
            app,
            names.shared,
            checked=checked,
            access=environment.shared,
            models=models.reference,
            sources=realm.people_sources,
            shares_groups=True,
        )
        shared_group_ids = shared.group_ids
        stacks.append(shared)
    stacks += [
        AccessStack(
            app,
            names.team(team),
            checked=checked,
            access=access,
            models=models.reference,
            sources=realm.people_sources,
            shared_group_ids=shared_group_ids,
        )
        for team, access in environment.teams.items()
    ]
    return stacks
