"""A person with a local account."""

from __future__ import annotations

from pydantic import Field, model_validator

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.every_model import EveryModel
from constructs_lib.declaration.props.grants import Grants
from constructs_lib.declaration.props.server_limits import PersonName
from constructs_lib.declaration.props.values import Email, Flag, GroupName, Username

__all__ = ["PersonProps"]


class PersonProps(Props):
    """A local account (`keycloak_user`).

    An invited person sets the password by the link in a mail. Anybody else's first one is the sensitive variable
    `<username>_initial_password`, which Terraform's state keeps: for development and break-glass.

    In a realm that is joined, it is an account that is there already, from a directory or an identity provider say: it
    gets groups and grants, and `groups`, `grants` and `every_model` are all that is said of it.
    """

    email: Email | None = None
    """E-mail address; required, but in a realm that is joined."""
    first_name: PersonName | None = None
    """Keycloak's user profile requires it: required as `email`."""
    last_name: PersonName | None = None
    """As `first_name`."""
    enabled: Flag = True
    """A disabled person cannot log in."""
    email_verified: Flag = False
    """The address is known to be the person's."""
    temporary_password: Flag = True
    """The person must change the first password at the first login. Left out in an environment on this machine, it is
    false: the password is generated into `.env`."""
    invite: Flag = False
    """The person gets a mail with a link that sets the password, and no first one; needs `realm.smtp`."""
    groups: tuple[GroupName, ...] = ()
    """Groups that the person belongs to, whose grants the person has."""
    grants: Grants = Field(default_factory=dict)
    """What the person may do with which model, beside the groups' grants."""
    every_model: EveryModel = False
    """The person holds the API's access role: every model. Of several APIs those are named: `[scoring]`."""
    renamed_from: Username | None = None
    """The username before: `make deploy` renames the account in place. Remove it after that."""

    @model_validator(mode="after")
    def _one_way_to_a_password(self) -> PersonProps:
        if self.invite and not self.temporary_password:
            raise ValueError(
                "an invited person has no first password: remove temporary_password, or set invite to false"
            )
        return self

    @property
    def can_log_in_at_once(self) -> bool:
        """Whether the first password works without a browser."""
        return self.enabled and not self.temporary_password
