"""People as tests declare them."""

from __future__ import annotations

from constructs_lib.declaration.props import PersonProps

__all__ = ["ready_person"]


def ready_person(username: str, *groups: str) -> PersonProps:
    """Declare somebody in some groups who can log in at once.

    Args:
        username: Name of the account.
        groups: Names of groups.
    """
    return PersonProps(
        email=f"{username}@example.com",
        first_name=username.capitalize(),
        last_name="Example",
        temporary_password=False,
        email_verified=True,
        groups=groups,
    )
