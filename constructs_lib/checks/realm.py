"""The realm's own settings: mail and lifespans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration_error import Finding
from constructs_lib.props.values import duration_seconds, is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.props import Declaration, RealmProps

__all__ = ["realm_findings"]

_ORDERED_LIFESPANS = (
    ("access_token", "session_idle"),
    ("session_idle", "session_max"),
    ("offline_idle", "offline_max"),
)


def realm_findings(declaration: Declaration) -> Iterator[Finding]:
    """Mail needs a server, and lifespans an order."""
    yield from _mail(declaration.realm)
    yield from _lifespans(declaration.realm)


def _mail(realm: RealmProps) -> Iterator[Finding]:
    for field in ("verify_email", "reset_password"):
        if getattr(realm.login, field) and realm.smtp is None:
            yield Finding(
                ("realm", "login", field),
                f"realm '{realm.name}': login.{field} sends mail: add smtp (host, sender), or set it to false",
            )


def _lifespans(realm: RealmProps) -> Iterator[Finding]:
    for shorter, longer in _ORDERED_LIFESPANS:
        low, high = getattr(realm.lifespans, shorter), getattr(realm.lifespans, longer)
        if is_unresolved(low) or is_unresolved(high):
            continue
        if duration_seconds(low) > duration_seconds(high):
            yield Finding(
                ("realm", "lifespans", shorter),
                f"realm '{realm.name}': lifespans.{shorter} must not exceed lifespans.{longer} ({high}), got '{low}'",
            )
