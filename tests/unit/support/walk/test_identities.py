"""What has to stay the same thing in Keycloak from one declaration to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from tests.support.walk.live.identities import made_anew
from tests.support.walk.start import first_document

if TYPE_CHECKING:
    from tests.support.walk.document import Document

pytestmark = pytest.mark.unit

NAMES = (
    *(("client", name) for name in ("model-api", "batch", "edge", "notebook")),
    *(("person", name) for name in ("ada", "alan")),
    *(("group", name) for name in ("analysts", "leads")),
    *(("role", f"{model}:{action}") for model in ("fraud", "risk") for action in ("predict", "explain")),
)


def seen(before: Document, after: Document) -> tuple[str, ...]:
    """Return what is found where Keycloak gives everything another id."""
    old, new = ({name: f"{when} {name}" for name in NAMES} for when in ("before", "after"))
    declared = [Environment.model_validate(document.tree) for document in (before, after)]
    return made_anew(declared[0], declared[1], old, new)


def test_what_keeps_its_name_is_kept() -> None:
    """A name that is declared before and after is the same thing, in another file too."""
    before, after = first_document(teams=True), first_document(teams=True)
    after.tree["consumers"] = {"batch": after.teams["risk"]["consumers"].pop("batch")}
    del after.tree["teams"]["risk"]["consumers"]
    kept = ("client model-api", "client batch", "client notebook", "person ada", "group analysts")
    roles = ("role fraud:predict", "role fraud:explain")
    assert sorted(seen(before, after)) == sorted(f"made anew: {thing}" for thing in (*kept, *roles))


def test_what_is_renamed_is_kept() -> None:
    """`renamed_from` names the same thing as before, of whatever kind."""
    before, after = first_document(teams=False), first_document(teams=False)
    tree = after.tree
    tree["models"]["risk"] = {**tree["models"].pop("fraud"), "renamed_from": "fraud"}
    tree["consumers"] = {"edge": {"grants": {"risk": ["predict"]}, "renamed_from": "batch"}}
    tree["groups"] = {"leads": {"risk": ["predict"], "renamed_from": "analysts"}}
    tree["people"] = {"alan": {**tree["people"]["ada"], "groups": ["leads"], "renamed_from": "ada"}}
    renamed = [line for line in seen(before, after) if ", before " in line]
    assert sorted(renamed) == [
        "made anew: client edge, before batch",
        "made anew: group leads, before analysts",
        "made anew: person alan, before ada",
        "made anew: role risk:explain, before fraud:explain",
        "made anew: role risk:predict, before fraud:predict",
    ]


def test_what_is_another_thing_may_be_new() -> None:
    """Another realm, another API or another kind of client of the same name is no loss."""
    before, realm, api, retyped = (first_document(teams=False) for _ in range(4))
    realm.tree["realm"]["name"] = "other"
    api.tree["api"]["client_id"] = "other"
    del retyped.tree["consumers"]
    retyped.tree["applications"]["batch"] = {"redirect_uris": ["https://ui.example.com/callback"]}
    assert seen(before, realm) == ()
    assert [line for line in seen(before, api) if "role" in line or "model-api" in line] == []
    assert "made anew: client batch" not in seen(before, retyped)
    assert "made anew: client notebook" in seen(before, retyped)
