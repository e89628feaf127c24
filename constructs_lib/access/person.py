"""A local account, its groups and its role assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.access.given import give
from constructs_lib.cdk import TerraformResourceLifecycle
from constructs_lib.cdk.keycloak import User, UserInitialPassword
from constructs_lib.declaration.required_actions import required_actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.cdk import TerraformResource
    from constructs_lib.declaration.props import PersonProps
    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.local_models import LocalModels

__all__ = ["Person"]


class Person(Construct):
    """A person with a first password or an invitation, the roles of their own grants, and their groups.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: The source of the first password, and the realm that may have terms.
        models: The models layer.
        username: Name that the person logs in with.
        props: The person.
        roles: Names of the roles of the person's own grants.
        group_ids: Ids of the groups that the person joins (tokens).
        after: What comes before the account.

    Attributes:
        id: Keycloak's id of the user (token), the `sub` of the person's tokens.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        context: Context,
        models: LocalModels,
        username: str,
        props: PersonProps,
        roles: Sequence[str],
        group_ids: Sequence[str],
        after: Sequence[TerraformResource],
    ) -> None:
        super().__init__(scope, id)
        user = User(
            self,
            "User",
            realm_id=models.realm_id,
            username=username,
            email=props.email,
            email_verified=props.email_verified,
            first_name=props.first_name,
            last_name=props.last_name,
            enabled=props.enabled,
            initial_password=None
            if props.invite
            else UserInitialPassword(
                value=context.secrets.initial_password(username), temporary=props.temporary_password
            ),
            required_actions=required_actions(props, terms=context.declaration.realm.login.terms) or None,
            lifecycle=TerraformResourceLifecycle(ignore_changes=_own_state(props)),
            depends_on=list(after),
        )
        self.id: str = user.id
        give(self, models=models, user_id=user.id, roles=roles, group_ids=group_ids)


def _own_state(props: PersonProps) -> list[str]:
    """Name what changes as the person logs in: a new password, a proven address, accepted terms, a language, a link.

    To plan it back would undo it.
    """
    own = ["attributes", "federated_identity", "required_actions"]
    return own if props.email_verified else [*own, "email_verified"]
