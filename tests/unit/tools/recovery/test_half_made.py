"""What goes before an apply, and what does not: mappers of a directory that an operator has listed are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.adopt.import_list import ImportList
from tools.keycloak.admin import KeycloakAdmin
from tools.recovery.agreement import NOTHING_AGREED
from tools.recovery.half_made import find_half_made
from tools.recovery.realm_objects import Realms
from tools.runner.plan import Change, StackPlan

if TYPE_CHECKING:
    from pathlib import Path

    from tools.recovery.agreement import Agreement

pytestmark = pytest.mark.unit

DIRECTORY, MAPPER = "keycloak_ldap_user_federation", "keycloak_ldap_user_attribute_mapper"
PLAN = StackPlan(
    "main",
    (
        Change(
            *(f"{DIRECTORY}.one", DIRECTORY, "one", None, ("no-op",)),
            after={"realm_id": "main", "name": "people"},
            import_id="main/d1",
        ),
        Change(
            *(f"{MAPPER}.one", MAPPER, "one", None, ("no-op",)),
            after={"realm_id": "main", "name": "username", "ldap_user_federation_id": "d1"},
            import_id="main/d1/m1",
        ),
    ),
)
MAPPERS = [{"id": "m1", "name": "username"}, {"id": "m2", "name": "groups"}]
GONE = ["mapper 'groups', which Keycloak gave directory 'people': removed"]
LISTED = ImportList("main", "r1", {(DIRECTORY, "d1"): "directory 'people'"})


@pytest.mark.parametrize(
    ("agreed", "gone"),
    [
        (NOTHING_AGREED, GONE),
        (ImportList("main", "another realm of that name", LISTED.objects), GONE),
        (LISTED, []),
    ],
)
def test_mappers(agreed: Agreement, gone: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mapper that no resource declares goes, unless the directory is one that was adopted."""
    found = {"realms/main": {"realm": "main", "id": "r1"}, "realms/main/components": MAPPERS}
    monkeypatch.setattr(KeycloakAdmin, "find", lambda _, path, **__: found.get(path))
    realms = Realms(KeycloakAdmin("http://127.0.0.1:9", user="admin", password="admin"))

    half_made = find_half_made(PLAN, tmp_path, realms, agreed)

    assert [each.what for each in half_made] == gone
