"""The list of rules."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails import rules
from constructs_lib.guardrails.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.unit

FOLDER = Path(rules.__file__).parent
FILES = sorted(path.relative_to(FOLDER) for path in FOLDER.glob("*/*.py") if path.name != "__init__.py")
CLASSES = sorted({type(rule).__name__ for rule in RULES})


def test_every_file_is_a_rule_that_is_applied() -> None:
    """A rule's file that is missing in the list would judge nothing."""
    modules = {
        type(rule).__module__.removeprefix("constructs_lib.guardrails.rules.").replace(".", "/") + ".py"
        for rule in RULES
    }

    assert sorted(modules) == [str(path) for path in FILES]
    assert len(RULES) == len(FILES)


class ProvenRules:
    """Which rules the tests beside this one show to object, and which to pass.

    A test is about the rules that it names, itself or by the tables and helpers that it uses. It shows that a rule
    passes where it compares the faults with an empty list, that it objects where it compares them with another.
    """

    def __init__(self) -> None:
        self.objects: set[str] = set()
        self.passes: set[str] = set()
        for path in sorted(Path(__file__).parent.glob("test_*.py")):
            if path != Path(__file__):
                self._read(ast.parse(path.read_text()))

    def _read(self, module: ast.Module) -> None:
        named = {name: node for node in module.body for name in _defined(node)}
        for name, test in named.items():
            if name.startswith("test_"):
                about = self._names(test, named, set()) & set(CLASSES)
                compared = [node.comparators[0] for node in ast.walk(test) if isinstance(node, ast.Compare)]
                empty = [each for each in compared if _is_empty(each)]
                self.passes |= about if empty else set()
                self.objects |= about if len(compared) > len(empty) else set()

    def _names(self, node: ast.stmt, named: dict[str, ast.stmt], seen: set[str]) -> set[str]:
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        for name in names & set(named) - seen:
            seen.add(name)
            names |= self._names(named[name], named, seen)
        return names


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    yield from (target.id for target in targets if isinstance(target, ast.Name))


def _is_empty(node: ast.expr) -> bool:
    """Tell whether an expression is `[]`, or a list of such, as `[[] for case in cases]`."""
    if isinstance(node, ast.ListComp):
        return _is_empty(node.elt)
    return isinstance(node, ast.List) and not node.elts


@pytest.fixture(scope="module")
def proven() -> ProvenRules:
    """What all tests show."""
    return ProvenRules()


@pytest.mark.parametrize("rule", CLASSES)
def test_every_rule_has_a_failing_and_a_passing_test(rule: str, proven: ProvenRules) -> None:
    """A rule without a failing and a passing case is not known to work."""
    assert (rule in proven.objects, rule in proven.passes) == (True, True)


def test_there_are_enough() -> None:
    """The floor that the project promises."""
    assert len(RULES) >= 30
