"""Where admin events record what is no longer there."""

from __future__ import annotations

import pytest

from tools.audit.facts import Fact, Kind
from tools.audit.live.missing_paths import MissingPaths
from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

ROLE = {"id": "r", "name": "x:predict", "clientRole": True, "containerId": "c"}
SNAPSHOT = Snapshot(
    clients=[{"id": "c", "clientId": "api"}],
    scopes=[{"id": "s", "name": "model.x"}],
    roles={"": [{"id": "q", "name": "own"}], "c": [ROLE]},
    role_users={"r": [{"id": "sa", "username": "service-account-api"}]},
    groups=[{"id": "g", "path": "/leads"}],
    users=[{"id": "u", "username": "ada"}],
)


@pytest.mark.parametrize(
    ("fact", "paths"),
    [
        (Fact(Kind.PERSON_ROLE, "person ada", "api/x:predict"), ("users/u/role-mappings/clients/c",)),
        (Fact(Kind.ACCOUNT_ROLE, "service account api", "own"), ("users/sa/role-mappings/realm",)),
        (Fact(Kind.GROUP_ROLE, "group /leads", "api/x:predict"), ("groups/g/role-mappings/clients/c",)),
        (Fact(Kind.MEMBER, "/leads", "person ada"), ("users/u/groups/g",)),
        (Fact(Kind.OPTIONAL_SCOPE, "api", "model.x"), ("clients/c/optional-client-scopes/s",)),
        (Fact(Kind.SETTING, "client api", "enabled"), ("clients/c",)),
        (Fact(Kind.SETTING, "realm", "enabled"), ("/",)),
        (Fact(Kind.PERSON_ROLE, "person eve", "api/x:predict"), ()),
        (Fact(Kind.PERSON_ROLE, "person ada", "api/gone"), ()),
        (Fact(Kind.CLIENT, "", "gone"), ()),
    ],
)
def test_where_events_are(fact: Fact, paths: tuple[str, ...]) -> None:
    """Paths are those under which Keycloak records the change, where both ends of what is missing are still there."""
    assert MissingPaths(SNAPSHOT).of(fact) == paths
