"""A client that passes to another team is told: that team decides from now on how it proves who it is."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.told_changes import lines_of

pytestmark = pytest.mark.unit

CLIENTS = {
    "consumers": {"batch": {"grants": {"fraud": ["predict"]}}},
    "applications": {"desk": {"redirect_uris": ["https://desk.example.com/cb"]}},
}


def of(owner: str | None) -> Environment:
    """Return an environment whose clients one team declares, or its own file."""
    data: dict[str, Any] = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml", "login": {"verify_email": False}},
        "api": {"client_id": "api"},
        "models": {"fraud": {"open_to": ["growth", "risk"]}},
        "teams": {"growth": {}, "risk": {}},
    }
    (data["teams"][owner] if owner else data).update(CLIENTS)
    return Environment.model_validate(data)


@pytest.mark.parametrize(
    ("old", "new", "mark", "words"),
    [
        ("growth", "risk", "!", "now belongs to team risk (was: team growth)"),
        (None, "risk", "!", "now belongs to team risk (was: the environment's own file)"),
        ("growth", None, " ", "now belongs to the environment's own file (was: team growth)"),
    ],
)
def test_client_of_another_team(old: str | None, new: str | None, mark: str, words: str) -> None:
    """Whose file a client is in is told, as a risk where it is now a team's."""
    found = lines_of(of(old), of(new))
    for client in ("consumer batch", "application desk"):
        assert f"{mark} {client} {words}" in found
    assert Difference.of(of(old), of(old)).is_empty
