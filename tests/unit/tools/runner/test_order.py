"""Stacks are worked on after what they are built on, and not at all where that failed."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from tools.runner.order import in_order
from tools.runner.stacks import Stack, dependents_of, read_stacks

pytestmark = pytest.mark.unit

REALM = Stack("ml", Path())
MODELS = Stack("ml-models", Path(), frozenset({"ml"}))
RISK = Stack("ml-team-risk", Path(), frozenset({"ml", "ml-models"}))
GROWTH = Stack("ml-team-growth", Path(), frozenset({"ml", "ml-models"}))
ALL = (REALM, MODELS, RISK, GROWTH)


def test_stack_after_a_failure() -> None:
    """What depends on a stack that failed is left out, by way of others too; the rest goes on."""

    def work(stack: Stack) -> str:
        if stack is MODELS:
            raise ValueError(stack.name)
        return stack.name.upper()

    other = Stack("other", Path())
    outcome = in_order((*ALL, other), work, at_once=2)
    assert outcome.results == {"ml": "ML", "other": "OTHER"}
    assert (list(outcome.failures), outcome.left_out) == (["ml-models"], ["ml-team-risk", "ml-team-growth"])


def test_order_of_the_work() -> None:
    """Each starts when those that it depends on have ended; two that do not depend on each other run side by side."""
    ended: list[str] = []
    side_by_side = threading.Barrier(2, timeout=10)

    def work(stack: Stack) -> None:
        assert stack.dependencies <= set(ended)
        if stack in (RISK, GROWTH):
            side_by_side.wait()
        ended.append(stack.name)

    assert in_order(ALL, work, at_once=2).failures == {}
    assert ended[:2] == ["ml", "ml-models"]


def test_manifest(tmp_path: Path) -> None:
    """Stacks come in the order of their dependencies, without those of other environments."""
    described = {stack.name: sorted(stack.dependencies) for stack in reversed(ALL)} | {"dev": []}
    stacks = {
        name: {"dependencies": dependencies, "synthesizedStackPath": f"stacks/{name}/cdk.tf.json"}
        for name, dependencies in described.items()
    }
    (tmp_path / "manifest.json").write_text(json.dumps({"stacks": stacks}))
    read = read_stacks(tmp_path, ["ml-team-risk", "ml-models", "ml"])
    assert read == tuple(
        Stack(stack.name, tmp_path / "stacks" / stack.name, stack.dependencies) for stack in (REALM, MODELS, RISK)
    )
    assert read_stacks(tmp_path, ["ml-team-risk"])[0].dependencies == frozenset()


def test_dependents() -> None:
    """What is built on a stack includes what is built on that."""
    assert dependents_of("ml", ALL) == {"ml-models", "ml-team-risk", "ml-team-growth"}
    assert dependents_of("ml-team-risk", ALL) == frozenset()
