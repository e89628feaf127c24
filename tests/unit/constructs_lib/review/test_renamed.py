"""What has another name gains and loses nothing by it."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")


def test_renames_are_renames() -> None:
    """What is called otherwise gains and loses nothing: models, consumers, groups, people and applications."""
    data = DEMO.model_dump(exclude_unset=True)
    text = str(data)
    assert "fraud-detector" in text
    renamed = _renamed(data, {"fraud-detector": "fraud", "ada": "ada.l", "data-scientists": "scientists"})
    renamed["applications"] = {"lab": {**data["applications"]["notebook"], "renamed_from": "notebook"}}
    renamed["models"]["fraud"]["renamed_from"] = "fraud-detector"
    renamed["people"]["ada.l"]["renamed_from"] = "ada"
    renamed["renamed_groups"] = {"scientists": "data-scientists"}
    consumers = renamed["teams"]["risk"]["consumers"]
    consumers["loans"] = {**consumers.pop("loan-batch"), "renamed_from": "loan-batch"}
    head = Environment.model_validate(renamed)
    difference = Difference.of(DEMO, head)
    assert [str(change) for change in difference.changes] == []
    assert {(each.kind, each.old, each.new) for each in difference.renames} == {
        ("models", "fraud-detector", "fraud"),
        ("people", "ada", "ada.l"),
        ("groups", "data-scientists", "scientists"),
        ("applications", "notebook", "lab"),
        ("consumers", "loan-batch", "loans"),
    }
    settled = Environment.model_validate(_without(renamed, "renamed_from"))
    assert [str(change) for change in Difference.of(head, settled).changes] == [
        "model fraud no longer answers to its former name fraud-detector"
    ]


def test_renames_reach_directories_and_exchanges() -> None:
    """Mappings of directories and claims, and exchanges, are by the new names, too."""
    data = FEDERATED.model_dump(exclude_unset=True)
    data = _renamed(data, {"fraud-analysts": "analysts", "notebook": "lab"})
    data["renamed_groups"] = {"analysts": "fraud-analysts"}
    data["applications"]["lab"]["renamed_from"] = "notebook"
    difference = Difference.of(FEDERATED, Environment.model_validate(data))
    assert ([str(change) for change in difference.changes], len(difference.renames)) == ([], 2)


def _renamed(value: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


def _without(value: Any, key: str) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        return {name: _without(inner, key) for name, inner in value.items() if name != key}
    return value
