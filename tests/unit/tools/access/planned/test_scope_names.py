"""Client scopes of a realm that is joined, in plans."""

from __future__ import annotations

import pytest

from stacks.environment import Environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.told_changes import lines
from tools.access.planned.scope_names import asked_pair

pytestmark = pytest.mark.unit

REALMS: dict[str, dict[str, object]] = {
    "of ours": {"name": "ml", "login": {"verify_email": False}},
    "joined": {"name": "corp", "owner": "elsewhere", "prefix": "ml-dev"},
}


def environment(realm: dict[str, object], models: dict[str, dict[str, str]]) -> Environment:
    """Return an environment with a consumer of all models."""
    data = {
        "keycloak": {"url": "http://127.0.0.1:8080"},
        "realm": realm,
        "api": {"client_id": "model-api", "audience": "https://models.example.com"},
        "models": models,
        "consumers": {"batch": {"grants": {model: ["predict"] for model in models}}},
    }
    return Environment.model_validate(data)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("model-api-access", None),
        ("ml-dev-exchange.batch", None),
        ("a.model.fraud.predict", None),
        ("model.fraud", None),
        ("model.gpt-4.1.predict", ("gpt-4.1", "predict")),
        ("ml-dev-model.meta-llama~2FLlama-3.1-8B.predict", ("meta-llama/Llama-3.1-8B", "predict")),
    ],
)
def test_what_a_scope_asks_for(scope: str, expected: tuple[str, str] | None) -> None:
    """A model's scope is known with the prefix and without one; no other scope is taken for one."""
    assert asked_pair(scope) == expected


@pytest.mark.slow
@pytest.mark.parametrize("realm", REALMS.values(), ids=REALMS)
def test_former_name_that_goes(realm: dict[str, object]) -> None:
    """Its scope goes with it, and is told as the name's end alone, whatever the realm calls the scope."""
    base = environment(realm, {"org/new": {"renamed_from": "org/a"}, "b": {}})
    head = environment(realm, {"org/new": {}, "b": {}})
    assert lines(PlannedChange.of("prepared", base, head).difference()) == [
        "  model org/new no longer answers to its former name org/a"
    ]
