"""A person with a local account."""

from __future__ import annotations

from pydantic import Field

from constructs_lib.props.base import Props
from constructs_lib.props.grants import Grants
from constructs_lib.props.values import Email, Flag, GroupName

__all__ = ["PersonProps"]


class PersonProps(Props):
    """A local account (`keycloak_user`), for development and break-glass.

    Its first password is the sensitive variable `<username>_initial_password`.
    """

    email: Email
    """E-mail address."""
    first_name: str = Field(min_length=1)
    """Keycloak's user profile asks for it before a login succeeds."""
    last_name: str = Field(min_length=1)
    """As `first_name`."""
    enabled: Flag = True
    """A disabled person cannot log in."""
    email_verified: Flag = False
    """The address is known to be the person's."""
    temporary_password: Flag = True
    """The person must change the first password at the first login."""
    groups: tuple[GroupName, ...] = ()
    """Groups that the person belongs to, whose grants the person has."""
    grants: Grants = Field(default_factory=dict)
    """What the person may do with which model, beside the groups' grants."""
    every_model: Flag = False
    """The person holds the API's access role: every model."""
