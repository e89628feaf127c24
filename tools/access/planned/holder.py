"""Somebody, or a group, on one side of some plans."""

from __future__ import annotations

from dataclasses import dataclass, field

from constructs_lib.declaration.token_settings import OFFLINE_ACCESS

__all__ = ["Holder"]


@dataclass
class Holder:
    """Somebody, or a group.

    Attributes:
        stack: Name of the stack that it is of.
        enabled: Whether it can log in.
        roles: Names of its roles.
        groups: Names of its groups.
        scopes: Scopes that a client may ask for.
        trades: It may trade people's tokens.
        clients: Its `client_id`s.
        reads_groups: Its tokens name the groups of people.
        is_gated: Its tokens hold the roles alone whose scopes it may ask for.
    """

    stack: str
    enabled: bool = True
    roles: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    trades: bool = False
    clients: set[str] = field(default_factory=set)
    reads_groups: bool = False
    is_gated: bool = False

    @property
    def is_offline(self) -> bool:
        """Whether people's sessions with it may outlive their logins."""
        return OFFLINE_ACCESS in self.scopes
