"""Lists that are read in pages."""

from __future__ import annotations

import pytest

from tools.keycloak.pages import paged

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("count", "calls"), [(0, 1), (1, 1), (2, 2), (5, 3)])
def test_every_entry_is_read_once(count: int, calls: int) -> None:
    """Pages are asked for until one is not full, which a list of full ones is told by an empty one."""
    entries = [{"id": str(number)} for number in range(count)]
    asked: list[str] = []

    def page(*, first: str, max: str) -> list[dict[str, str]]:  # noqa: A002 - as the Admin API calls it
        asked.append(first)
        return entries[int(first) : int(first) + int(max)]

    assert list(paged(page, 2)) == entries
    assert asked == [str(2 * number) for number in range(calls)]
