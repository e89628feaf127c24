"""Steps of a walk: the same for a seed, small enough for a pull request, and answered by the checks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.support.walk.choices import Choices, with_choices
from tests.support.walk.declared_files import read_document
from tests.support.walk.moves import change
from tests.support.walk.references import refer_to, remove_empty
from tests.support.walk.start import first_document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.walk.document import Document

pytestmark = pytest.mark.unit


def walked(seed: int, steps: int, *, teams: bool) -> tuple[list[Document], list[str]]:
    """Return the documents of a seed, one a step, whatever the checks say of them, and what was changed."""
    documents = [first_document(teams=teams)]
    said: list[str] = []

    def take(choices: Choices) -> None:
        for _ in range(steps):
            changed, lines = change(choices, documents[-1], teams=teams)
            documents.append(changed)
            said.extend(lines)

    with_choices(seed, take)
    return documents, said


@pytest.mark.parametrize("teams", [False, True], ids=["one-stack", "teams"])
def test_documents_of_a_walk(tmp_path: Path, *, teams: bool) -> None:
    """A seed gives the same documents each time, another seed others; each differs from the one before."""
    documents, said = walked(1, 12, teams=teams)
    again, _ = walked(1, 12, teams=teams)
    other, _ = walked(2, 12, teams=teams)
    assert [document.tree for document in again] == [document.tree for document in documents]
    assert [document.tree for document in other] != [document.tree for document in documents]
    assert all(one.tree != next_one.tree for one, next_one in itertools.pairwise(documents))
    assert len(said) >= 12
    assert bool(documents[-1].teams) == teams
    assert not isinstance(read_document(documents[0], tmp_path / "environments", "walk"), tuple)


def test_refusal_is_lines(tmp_path: Path) -> None:
    """What the checks refuse is no step: it comes back as their lines."""
    document = first_document(teams=False)
    document.tree["consumers"]["batch"]["grants"] = {"nobody": ["predict"]}
    refused = read_document(document, tmp_path / "environments", "walk")
    assert isinstance(refused, tuple)
    assert "unknown model 'nobody'" in refused[0]


def test_references_follow() -> None:
    """What is renamed is renamed wherever it is named; what is removed goes with all that is then empty."""
    document = first_document(teams=True)
    access = document.teams["risk"]
    refer_to(document, "models", "fraud", "scorer")
    assert access["groups"] == {"analysts": {"scorer": ["predict", "explain"]}}
    assert access["consumers"]["batch"]["grants"] == {"scorer": ["predict"]}
    refer_to(document, "models", "scorer", None)
    remove_empty(document)
    assert "groups" not in access
    assert "consumers" not in access
    assert access["people"]["ada"]["groups"] == []
