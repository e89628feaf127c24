"""The page about models' names says the rule that the code follows."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from constructs_lib.declaration.model_action import ModelAction
from constructs_lib.declaration.model_names import encoded
from constructs_lib.declaration.props import values
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page

pytestmark = pytest.mark.unit

PAGE = Page(ROOT / "docs" / "reference" / "model-names.md")
SHOWN = [tuple(cell.strip(" `") for cell in line.strip("|").split("|")) for line in PAGE.text.splitlines()]


def test_names_are_names() -> None:
    """Every name in the first table is one."""
    names = [line[0] for line in SHOWN if len(line) == 2 and ":" not in line[0][:1]]
    adapter: TypeAdapter[str] = TypeAdapter(values.ModelName)
    shown = names[names.index("fraud-detector") : names.index("Iris Classifier") + 1]
    assert [adapter.validate_python(name) for name in shown] == shown
    assert len(shown) == 7


def test_escapes_are_those_of_the_rule() -> None:
    """The three characters that are written otherwise are written as the page says."""
    assert {encoded(character) for character in "/+ "} == {line[1] for line in SHOWN if line[-1].startswith("~")}


def test_roles_and_scopes_are_those_of_the_rule() -> None:
    """Each row of the table of examples is what the code makes of the name."""
    rows = [line for line in SHOWN if len(line) == 3 and line[2].startswith("model.") and "<" not in line[2]]
    pairs = [ModelAction(name, "predict") for name, _, _ in rows]
    assert rows == [(pair.model, pair.role, pair.scope) for pair in pairs]
    assert len(rows) == 5


@pytest.mark.parametrize("model", ["fraud-detector", "qwen3:8b", "meta-llama/Llama-3.1-8B", "c++", "a b/c:d"])
def test_shown_function_reads_roles(model: str) -> None:
    """What the page gives to those who read roles in their own code is the way back."""
    (block,) = PAGE.code("py")
    namespace: dict[str, Any] = {}
    exec(block, namespace)  # noqa: S102 - the page's own
    assert namespace["model_and_action"](ModelAction(model, "predict").role) == (model, "predict")
