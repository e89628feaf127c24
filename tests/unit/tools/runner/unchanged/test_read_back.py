"""What Keycloak took otherwise than it was planned is planned again by the next deployment."""

from __future__ import annotations

from typing import Any

import pytest

from tools.runner.plan import Change, Hidden
from tools.runner.unchanged.last_state import Instance
from tools.runner.unchanged.read_back import is_as_planned

pytestmark = pytest.mark.unit

PLANNED = {"name": "a", "tags": ["x"], "config": {"k": "v", "s": Hidden.SECRET}, "id": Hidden.UNKNOWN, "none": None}
HELD = {"name": "a", "tags": ["x"], "config": {"k": "v", "s": "t"}, "id": "1", "none": "", "more": 1}


def change(after: dict[str, Any] | None) -> Change:
    """Return a change of one role."""
    return Change("keycloak_role.a", "keycloak_role", "a", None, ("update",), None, after)


def instance(attributes: dict[str, Any]) -> Instance:
    """Return it in the state."""
    return Instance("keycloak_role.a", "ml", "keycloak_role", attributes, lambda *_: None)


def test_as_planned() -> None:
    """Secrets and what was not known may be anything, and nothing is null."""
    assert is_as_planned([change(PLANNED)], [instance(HELD)])
    assert is_as_planned([change(None)], [])


@pytest.mark.parametrize("held", [{"name": "b"}, {"tags": []}, {"tags": ["y"]}, {"config": {}}, {"config": None}])
def test_otherwise(held: dict[str, Any]) -> None:
    """Another value, another list, a setting that is missing."""
    assert not is_as_planned([change(PLANNED)], [instance({**HELD, **held})])


def test_there_or_not_there() -> None:
    """An object that is missing, and one that should have gone."""
    assert not is_as_planned([change(PLANNED)], [])
    assert not is_as_planned([change(None)], [instance(HELD)])
