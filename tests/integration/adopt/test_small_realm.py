"""A small realm with a person in it is taken over: callers notice nothing, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.adoption.adopted import Adopted
from tests.support.adoption.small_realm import SMALL_PASSWORD, SMALL_SECRET, small_callers, small_realm

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

REALM = "adopt-small"


def test_adopted(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """The realm of a short Pulumi program keeps its ids, its tokens, its secret and its password."""
    ours = Adopted.in_folder(tmp_path, keycloak, small_realm(REALM))
    callers = small_callers(keycloak.url, REALM)
    try:
        ids, tokens = ours.ids(), callers.tokens()
        said = ours.adopt()
        assert "changes 0 and destroys none" in said
        assert SMALL_SECRET not in ours.written
        assert SMALL_PASSWORD not in ours.written
        assert (ours.ids(), callers.tokens()) == (ids, tokens)  # nothing was done yet
        ours.take_over(ids, callers, tokens)
        ours.assert_nothing_is_left()
        assert not (tmp_path / "environments" / f"{REALM}.imports.json").exists()
    finally:
        ours.remove_realm()
