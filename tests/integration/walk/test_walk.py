"""A declaration that changes at random: each step deploys, settles, and leaves in Keycloak what is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.walk.walk import Walk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

BY_HAND = 5


@pytest.mark.parametrize("steps", [BY_HAND, pytest.param(12 * BY_HAND, marks=pytest.mark.long)])
@pytest.mark.parametrize("teams", [False, True], ids=["one-stack", "teams"])
def test_walk(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path, *, teams: bool, steps: int) -> None:
    """Steps by a seed: deployment, plan, contents and tokens are right after each; `make walk` takes more of them.

    After every fifth somebody does something by hand in between, and the audit finds that and nothing else.
    """
    walk = Walk(keycloak, private, tmp_path, seed=1, teams=teams, compared_every=steps, careless_every=BY_HAND)
    report = walk.run(steps)
    assert "\n\n".join(map(str, report.faults)) == ""
    assert report.steps == steps
