"""A local account and its role assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cdktf_cdktf_provider_keycloak.user import User, UserInitialPassword
from cdktf_cdktf_provider_keycloak.user_roles import UserRoles
from constructs import Construct

if TYPE_CHECKING:
    from constructs_lib.access_role import AccessRole
    from constructs_lib.props import PersonProps
    from constructs_lib.secrets import SecretSource
    from constructs_lib.secured_realm import SecuredRealm

__all__ = ["Person"]


class Person(Construct):
    """A person with a first password, and the access role where it was declared.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        username: Name that the person logs in with.
        props: The person.
        access_role: Role that grants every model.
        secrets: Source of the first password.

    Attributes:
        id: Keycloak's id of the user (token), the `sub` of the person's tokens.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: SecuredRealm,
        username: str,
        props: PersonProps,
        access_role: AccessRole,
        secrets: SecretSource,
    ) -> None:
        super().__init__(scope, id)
        user = User(
            self,
            "User",
            realm_id=realm.id,
            username=username,
            email=props.email,
            email_verified=props.email_verified,
            first_name=props.first_name,
            last_name=props.last_name,
            enabled=props.enabled,
            initial_password=UserInitialPassword(
                value=secrets.initial_password(username), temporary=props.temporary_password
            ),
        )
        self.id: str = user.id
        if props.every_model:
            # Not exhaustive: the realm's default roles stay, and other tools may add theirs.
            UserRoles(self, "Roles", realm_id=realm.id, user_id=user.id, role_ids=[access_role.id], exhaustive=False)
