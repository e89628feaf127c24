"""Names that pass from one object to another: let go first, and refused where none can be first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.tools.runner.planned import CREATE, DELETE, UPDATE, change, plan
from tools.errors import ToolError
from tools.runner.handovers import find_handovers

if TYPE_CHECKING:
    from tools.runner.plan import Change

pytestmark = pytest.mark.unit

ADA, BOB, EVE = (f"user.Access_People_{name}_User_7B22F3BD" for name in ("ada", "bob", "eve"))


def readdressed(resource: str, old: str, new: str) -> Change:
    """Return a change of somebody's e-mail address."""
    return change(resource, UPDATE, before={"email": old}, after={"email": new})


def test_nothing_passes() -> None:
    """Addresses that nobody else takes need no order."""
    assert find_handovers([plan("prod", readdressed(ADA, "a@x", "b@x"), readdressed(BOB, "c@x", "d@x"))]) == ()


def test_address_passes_to_somebody_who_stays() -> None:
    """Who lets go of an address is changed first, in whichever stack the other one is."""
    first, second = readdressed(ADA, "a@x", "b@x"), readdressed(BOB, "c@x", "a@x")
    wave = {"prod-team-risk": [first.address]}
    assert find_handovers([plan("prod-team-risk", second, first)]) == (wave,)
    assert find_handovers([plan("prod-shared", second), plan("prod-team-risk", first)]) == (wave,)


def test_address_passes_to_somebody_new() -> None:
    """The same where the address goes to an account that is made."""
    first = readdressed(ADA, "a@x", "b@x")
    new = change(BOB, CREATE, after={"username": "bob", "email": "a@x"})
    assert find_handovers([plan("prod", new, first)]) == ({"prod": [first.address]},)


def test_name_passes_by_renaming() -> None:
    """A group that is renamed in place lets go of its name before a new one takes it."""
    renamed = change("group.Groups_leads", UPDATE, before={"name": "analysts"}, after={"name": "leads"})
    new = change("group.Groups_analysts", CREATE, after={"name": "analysts"})
    assert find_handovers([plan("prod", new, renamed)]) == ({"prod": [renamed.address]},)


def test_chain() -> None:
    """Each waits for the one that holds what it takes."""
    ada, bob, eve = (
        readdressed(ADA, "a@x", "free@x"),
        readdressed(BOB, "b@x", "a@x"),
        readdressed(EVE, "e@x", "b@x"),
    )
    assert find_handovers([plan("prod", eve, bob, ada)]) == ({"prod": [ada.address]}, {"prod": [bob.address]})


def test_who_goes_lets_go_as_well() -> None:
    """Where somebody must be changed first, whoever goes and is in the way goes with all parts in the same run."""
    gone = change(EVE, DELETE, before={"username": "eve", "email": "e@x"})
    groups = change("user_groups.Access_People_eve_Groups_11112222", DELETE, before={})
    first, second = readdressed(ADA, "a@x", "e@x"), readdressed(BOB, "b@x", "a@x")
    (wave,) = find_handovers([plan("prod", gone, groups, first, second)])
    assert wave == {"prod": [first.address, gone.address, groups.address]}


def test_circle_is_refused() -> None:
    """Two people who exchange their addresses cannot be ordered: the message says what to do instead."""
    with pytest.raises(ToolError, match=r"nothing was changed.*user email 'a@x', user email 'b@x'.*deploy") as refused:
        find_handovers([plan("prod", readdressed(ADA, "a@x", "b@x"), readdressed(BOB, "b@x", "a@x"))])
    assert refused.value.exit_code == 2
