"""Where a walk begins."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from tests.support.walk.document import Document

if TYPE_CHECKING:
    from tests.support.walk.document import Tree

__all__ = ["first_document"]

_COMMON: Tree = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {"name": "walk", "ssl_required": "external", "login": {"verify_email": False}},
    "api": {"client_id": "model-api"},
    "external_people": True,  # a group may be empty: steps add and remove members
    "models": {"fraud": {"actions": ["predict", "explain"]}, "churn": {}},
    "applications": {"notebook": {"redirect_uris": ["http://127.0.0.1:8888/callback"]}},
}
_ACCESS: Tree = {
    "consumers": {"batch": {"grants": {"fraud": ["predict"]}}},
    "groups": {"analysts": {"fraud": ["predict", "explain"]}},
    "people": {
        "ada": {
            "email": "ada@example.com",
            "first_name": "Ada",
            "last_name": "Lovelace",
            "temporary_password": False,
            "groups": ["analysts"],
        }
    },
}


def first_document(*, teams: bool) -> Document:
    """Return a small declaration.

    Args:
        teams: Whether those who call models are declared by teams.
    """
    if not teams:
        return Document(copy.deepcopy({**_COMMON, **_ACCESS}))
    growth = {"consumers": {"scorer": {"grants": {"churn": ["predict"]}}}}
    return Document(copy.deepcopy({**_COMMON, "teams": {"risk": _ACCESS, "growth": growth}}))
