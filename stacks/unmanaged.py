"""What others own in the realm."""

from __future__ import annotations

from pydantic import Field, field_validator

from constructs_lib.declaration.props import Props
from constructs_lib.declaration.props.answered_for import ReasonText

__all__ = ["EVERY_ACCOUNT", "UnmanagedProps"]

EVERY_ACCOUNT = "person *"
"""The one pattern that may mean all of a kind: an account by itself may do nothing."""


class UnmanagedProps(Props):
    """Things in the realm that somebody else owns, with a reason that a reviewer can judge."""

    what: str = Field(min_length=1, max_length=300)
    r"""What it is, as `make audit` prints it: `client portal`. `*` stands for any text: `client portal-*`, and `\*` for
    a `*` in a name. A client's scopes and mappers go with it; what it is granted is a thing of its own: `role * of
    service account portal-*`. `person *` are accounts that others make; their roles, groups and passwords are not
    among it: `person * in group /portal`."""
    reason: ReasonText
    """Who owns it, and why it may be there, in at least three words."""

    @field_validator("what")
    @classmethod
    def _names_a_thing(cls, value: str) -> str:
        kind, _, name = value.partition(" ")
        if value != EVERY_ACCOUNT and ("*" in kind or not name.strip("* ")):
            raise ValueError(
                "name a thing as make audit prints it, such as 'client portal-*' or 'role * of person ada', "
                f"got '{value}'"
            )
        return value
