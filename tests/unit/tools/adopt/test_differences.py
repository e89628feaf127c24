"""What a plan would change is told argument by argument, without secrets."""

from __future__ import annotations

from typing import Any

import pytest

from tools.adopt.differences import Difference, differences
from tools.runner.plan import Change, Hidden, StackPlan

pytestmark = pytest.mark.unit

_CODE = {
    "resource": {
        "keycloak_realm": {"Realm": {"realm": "main"}},
        "keycloak_openid_client": {"Portal": {"client_id": "portal"}, "Consumers": {"client_id": "${each.key}"}},
        "keycloak_openid_client_default_scopes": {
            "Portal": {"client_id": "${keycloak_openid_client.Portal.id}"},
        },
    }
}


def _found(type_: str, name: str, before: Any, after: Any, *, index: str | None = None) -> list[Difference]:  # noqa: ANN401
    change = Change(f"{type_}.{name}", type_, name, index, ("update",), before=before, after=after, import_id="x")
    return list(differences(StackPlan("legacy", (change,)), _CODE, "main"))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1, "b": 2, "id": "x"}, {"a": 1, "b": 3}, [("b", 2, 3)]),
        ({"a": "x"}, {"a": Hidden.SECRET}, []),
        ({"a": "x"}, {"a": Hidden.UNKNOWN}, []),
        ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1, "c": 3}]}, [("a.c", 2, 3)]),
        ({"a": [{"b": 1, "c": None, "d": [{"e": 1}]}]}, {"a": []}, [("a.b", 1, None)]),
        ({"a": []}, {"a": [{"b": 1}]}, [("a", None, {"b": 1})]),
        ({"a": ["x"]}, {"a": ["y"]}, [("a", ["x"], ["y"])]),
        ({"a": {"x": "1"}}, {"a": {"y": "1"}}, [("a", {"x": "1"}, {"y": "1"})]),
        ({"a": ""}, {"a": None}, [("a", None, None)]),
    ],
)
def test_told(before: Any, after: Any, expected: list[tuple[str, Any, Any]]) -> None:  # noqa: ANN401 - values of a plan
    """Blocks are told by their arguments, lists and maps as a whole, secrets and what nobody knows yet not at all."""
    found = _found("keycloak_realm", "Realm", before, after)
    assert [(each.argument, each.found, each.ours) for each in found] == expected
    assert {each.name for each in found} <= {"main"}


@pytest.mark.parametrize(
    ("type_", "name", "index", "expected"),
    [
        ("keycloak_openid_client", "Portal", None, "portal"),
        ("keycloak_openid_client", "Consumers", "batch", "batch"),
        ("keycloak_openid_client_default_scopes", "Portal", None, "portal"),
    ],
)
def test_named(type_: str, name: str, index: str | None, expected: str) -> None:
    """A resource is called as `kept` calls it."""
    (found,) = _found(type_, name, {"a": 1}, {"a": 2}, index=index)
    assert found.name == expected
