"""Who is asked for a second factor here although a provider vouches for them."""

from __future__ import annotations

import pytest

from tools.audit.live.factor_people import people_with_a_factor_here
from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

ROLES = [
    {"id": "otp", "name": "second-factor-otp"},
    {"id": "made", "name": "identity-provider-person"},
    {"id": "other", "name": "reader"},
]
GROUPS = [
    {"id": "leads", "path": "/leads", "realmRoles": ["second-factor-otp"]},
    {"id": "corp", "path": "/leads/corp", "realmRoles": ["identity-provider-person"]},
    {"id": "beside", "path": "/leads-too", "realmRoles": ["reader"]},
]


def test_who_needs_one_and_is_not_of_a_provider() -> None:
    """By a group, by one above it, by the role itself; whose account a provider made is asked there."""
    users = {name: {"id": name} for name in ("ada", "bob", "claimed", "made", "none")}
    snapshot = Snapshot(
        roles={"": ROLES, "client": [{"id": "own", "name": "second-factor-otp"}]},
        role_users={"otp": [users["bob"]], "made": [users["made"]], "other": [users["none"]], "own": [users["none"]]},
        groups=GROUPS,
        members={
            "leads": [users["ada"], users["made"], users["bob"]],
            "corp": [users["claimed"]],
            "beside": [users["none"]],
        },
    )
    assert people_with_a_factor_here(snapshot) == ["bob", "ada", "claimed"]
    assert people_with_a_factor_here(Snapshot()) == []
