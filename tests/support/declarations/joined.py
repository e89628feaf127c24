"""A declaration that joins somebody else's realm, which tests vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.declarations.declarations import declare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import Declaration

__all__ = ["CORP", "joined"]

CORP = {"name": "corp", "owner": "elsewhere"}


def joined(realm: Mapping[str, object] | None = None, **values: object) -> Declaration:
    """Return a declaration with everything that may be in a realm that is joined.

    Args:
        realm: What else is said of the realm, such as its prefix.
        values: Other keys, in place of those here.
    """
    predict = {"fraud": ["predict"]}
    parts = {
        "groups": {"analysts": predict},
        "people": {"ada": {"groups": ["analysts"]}, "grace": {"grants": predict}},
        "consumers": {"batch": {"auth": {"method": "client_secret"}, "grants": predict}},
        "applications": {"notebook": {"redirect_uris": ["https://ui.example.com/cb"], "groups_claim": True}},
    }
    return declare(realm={**CORP, **(realm or {})}, **{**parts, **values})
