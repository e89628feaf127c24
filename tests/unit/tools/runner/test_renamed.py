"""Plans of what is about to be renamed in Keycloak."""

from __future__ import annotations

import pytest

from tests.unit.tools.runner.planned import REPLACE, UPDATE, change, plan
from tools.runner.losses import find_losses
from tools.runner.renamed import as_renamed
from tools.runner.things import Things

pytestmark = pytest.mark.unit

ADA = change(
    "user.Access_People_ada_User_7B22F3BD",
    REPLACE,
    before={"id": "1", "username": "ada"},
    after={"username": "ada.l"},
)
ROLES = change("user_roles.Access_People_ada_Roles_8116702E", REPLACE, before={"id": "ml/1", "user_id": "1"})
BOB = change("user.Access_People_bob_User_7B22F3BE", REPLACE, before={"id": "2", "username": "bob"}, after={})


def test_nothing_of_it_is_lost() -> None:
    """What is renamed is changed in place, and its parts stay; what else is replaced is lost all the same."""
    seen = as_renamed(plan("ml", ADA, ROLES, BOB), {("ada", "ada.l")})
    assert [(each.address, each.actions) for each in seen.changes] == [(ADA.address, UPDATE), (BOB.address, REPLACE)]
    assert [loss.thing for loss in find_losses(seen, Things())] == ["person bob"]


def test_what_is_renamed_in_place_anyway() -> None:
    """A client's new name is no change beside others: it is there already when the plan is applied."""
    resource = "openid_client.Access_Consumers_Client_7CAB7A4D"
    before, after = ({"client_id": name, "name": name} for name in ("batch", "scorer"))
    seen = as_renamed(plan("ml", change(resource, UPDATE, "scorer", before=before, after=after)), {("batch", "scorer")})
    assert [(each.before, each.after) for each in seen.changes] == [(after, after)]


@pytest.mark.parametrize("names", [set(), {("ada", "ada.b")}, {("ada.l", "ada")}])
def test_another_name_is_a_loss(names: set[tuple[str, str]]) -> None:
    """Only the very rename that is about to be made spares somebody."""
    assert as_renamed(plan("ml", ADA, ROLES), names) == plan("ml", ADA, ROLES)
