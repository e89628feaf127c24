"""Roles of the API that somebody holds by a group above theirs, or within another role, are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.tools.adopt.snapshots import client, person, realm_of
from tools.adopt.access_keys import AccessKeys
from tools.adopt.draft import Draft
from tools.adopt.page import Adoption, adoption_page
from tools.adopt.undeclared_rights import undeclared_rights

if TYPE_CHECKING:
    from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

_SCORER = "SCORER_FRAUD"


def _group(path: str, *roles: str, of_realm: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "id": path,
        "name": path.rpartition("/")[2],
        "path": path,
        "clientRoles": {"api": [*roles]} if roles else {},
        "realmRoles": [*of_realm],
    }


def _realm() -> Snapshot:
    return realm_of(
        client("api", bearerOnly=True),
        client("batch", serviceAccountsEnabled=True),
        roles={"api": [_SCORER, "SCORER_CHURN"], "": ["senior", "chief", "other"]},
        within={"/senior": ["api/SCORER_CHURN"], "/chief": ["/senior"]},
        held={
            f"api/{_SCORER}": ["ada", "service-account-batch"],
            "/chief": ["sam", "service-account-batch"],
            "/other": ["tom"],
        },
        people=tuple(map(person, ("ada", "eva", "sam", "tom", "una"))),
        groups=(
            _group("/staff"),
            _group("/staff/risk", _SCORER),
            _group("/staff/risk/eu"),
            _group("/staff/riskless"),
            _group("/leads", of_realm=("senior",)),
        ),
        members={"/staff/risk/eu": ["eva", "una"], "/staff/riskless": ["tom"], "/leads": ["ada"]},
    )


def _drafted(snapshot: Snapshot) -> Draft:
    models = {"fraud": {"actions": ["predict"], "roles": {"predict": _SCORER}}}
    draft = Draft({"api": {"client_id": "api"}, "models": models, "realm": {"name": "main"}})
    AccessKeys(snapshot, draft).add()
    return draft


def test_reasons() -> None:
    """Why people and groups are left alone says which roles of the API are theirs all the same."""
    reasons = {each.what: each.why for each in _drafted(_realm()).left}
    nested = "SCORER_FRAUD by group /staff/risk"
    assert reasons["person eva"] == f"they hold roles of the API by what no key covers: {nested}"
    assert reasons["person sam"] == "they hold roles of the API by what no key covers: SCORER_CHURN by role chief"
    assert reasons["person tom"] == "no role of the API is theirs"
    assert reasons["group /staff/risk/eu"] == f"no file could grant what it gives of the API: {nested}"
    assert reasons["group /leads"] == "no file could grant what it gives of the API: SCORER_CHURN by role senior"
    assert reasons["group /staff"] == reasons["group /staff/riskless"] == "it holds no role of the API"
    assert reasons["person eva in group /staff/risk/eu"] == "SCORER_FRAUD of the API is theirs by it"
    assert "person tom in group /staff/riskless" not in reasons


def test_page() -> None:
    """The page lists who holds what by which way; what keys declare is not among it."""
    snapshot = _realm()
    document = _drafted(snapshot).document
    assert document["people"]["ada"]["grants"] == document["consumers"]["batch"]["grants"] == {"fraud": ["predict"]}
    found = tuple(undeclared_rights(snapshot, document))
    page = adoption_page(Adoption("acme", "main", document, undeclared=found))
    assert page[page.index("| who |") :].splitlines()[2:7] == [
        "| person ada | SCORER\\_CHURN | role senior of group /leads |",
        "| person eva | SCORER\\_FRAUD | group /staff/risk |",
        "| person sam | SCORER\\_CHURN | role chief |",
        "| person una | SCORER\\_FRAUD | group /staff/risk |",
        "| service account batch | SCORER\\_CHURN | role chief |",
    ]


def test_everybody() -> None:
    """What is within the default roles is everybody's, and said once."""
    snapshot = realm_of(
        client("api", bearerOnly=True),
        roles={"api": [_SCORER]},
        within={"default": [f"api/{_SCORER}"]},
        people=(person("ada"),),
    )
    snapshot.roles[""].append({"id": "default", "name": "default-roles-main", "clientRole": False, "containerId": ""})
    ((who, ways),) = undeclared_rights(snapshot, _drafted(snapshot).document)
    assert (who, [(way.role, way.by) for way in ways]) == ("everybody", [(_SCORER, "the realm's default roles")])
