"""What changes its stack keeps its id; what takes another's name comes after that has gone."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.unit.tools.runner.planned import CREATE, DELETE, UPDATE, change, plan
from tools.runner.clashes import find_clashes
from tools.runner.failure import StackError
from tools.runner.moves import carry_out, describe_moves, find_moves, without_moves
from tools.runner.plan import Hidden

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.runner.terraform import Terraform

pytestmark = pytest.mark.unit

CLIENT, SCOPES = (
    "openid_client.Access_Consumers_Client_7CAB7A4D",
    "openid_client_default_scopes.Access_Consumers_D_DA097B0A",
)
WHOLE = "openid_client.Security_Access_Consumers_Client_E0FD004B"
ADA = "user.Access_People_ada_User_7B22F3BD"
BATCH: dict[str, Any] = {"client_id": "batch"}


class Backend:
    """States in memory, in the place of Terraform's backends; refuses an older or equal number as those do."""

    def __init__(self, state: dict[str, Any] | None, *, broken: bool = False) -> None:
        self.state = state
        self.broken = broken

    def pull(self) -> dict[str, Any] | None:
        """Return the state."""
        return copy.deepcopy(self.state)

    def push(self, state: dict[str, Any]) -> None:
        """Replace the state."""
        if self.broken:
            raise StackError("ml-b", "state", 1, (), "locked")
        assert self.state is None or state["serial"] > self.state["serial"]
        self.state = copy.deepcopy(state)

    @property
    def held(self) -> dict[str, list[object]]:
        """Ids by the name of their resource."""
        assert self.state
        resources = self.state["resources"]
        return {each["name"]: [one["attributes"]["id"] for one in each["instances"]] for each in resources}


def state(serial: int, **resources: dict[str, str]) -> dict[str, Any]:
    """Return a state: for each resource its ids by key."""
    return {
        "version": 4,
        "serial": serial,
        "lineage": "l",
        "outputs": {},
        "resources": [
            {
                "mode": "managed",
                "type": "keycloak_openid_client",
                "name": name,
                "instances": [
                    {"index_key": key, "attributes": {"id": id}, "dependencies": [f"keycloak_openid_client.{name}"]}
                    for key, id in ids.items()
                ],
            }
            for name, ids in resources.items()
        ],
    }


def terraforms(**backends: Backend) -> Mapping[str, Terraform]:
    """Return the backends by the names of stacks."""
    return cast("Mapping[str, Terraform]", {name.replace("_", "-"): backend for name, backend in backends.items()})


def test_consumer_that_changes_its_team() -> None:
    """All its parts move, and neither plan holds them any more; the line names it once."""
    gone = plan("ml-a", change(CLIENT, DELETE, "batch", before=BATCH), change(SCOPES, DELETE, "batch", before={}))
    come = plan("ml-b", change(CLIENT, CREATE, "batch", after=BATCH), change(SCOPES, CREATE, "batch", after={}))
    moves = find_moves([gone, come])
    assert [(move.source, move.target, move.gone.type) for move in moves] == [
        ("ml-a", "ml-b", "keycloak_openid_client"),
        ("ml-a", "ml-b", "keycloak_openid_client_default_scopes"),
    ]
    assert without_moves(gone, moves).is_empty
    assert without_moves(come, moves).is_empty
    assert describe_moves(moves) == ["consumer batch: moves from ml-a to ml-b, with its id"]
    assert find_clashes(without_moves(each, moves) for each in (gone, come)) == {}


def test_what_is_no_move() -> None:
    """Another key, another name, a replacement or an update is none."""
    renamed = {"client_id": "other"}
    gone = plan("ml-a", change(CLIENT, DELETE, "batch", before=BATCH))
    for come in (
        change(CLIENT, CREATE, "other", after=renamed),
        change(CLIENT, CREATE, "batch", after=renamed),
        change(CLIENT, UPDATE, "batch", after=BATCH),
        change(SCOPES, CREATE, "batch", after={}),
    ):
        assert find_moves([gone, plan("ml-b", come)]) == ()


def test_environment_that_gets_its_first_team() -> None:
    """What one stack held moves to the stacks of layers, whatever those call it; what stays is renamed in place."""
    realm = "realm.Security_Realm_99FA7F67", "realm.Realm_5FB49815"
    one = plan(
        "ml",
        change(realm[0], DELETE, before={"realm": "ml"}),
        change(realm[1], CREATE, after={"realm": "ml"}),
        change(WHOLE, DELETE, "batch", before=BATCH),
    )
    moves = find_moves([one, plan("ml-team-a", change(CLIENT, CREATE, "batch", after=BATCH))])
    assert [(move.source, move.target) for move in moves] == [("ml", "ml"), ("ml", "ml-team-a")]
    assert describe_moves(moves) == ["consumer batch: moves from ml to ml-team-a, with its id"]


def test_swap_between_states() -> None:
    """Two that change places keep their ids, and are in one state each; dependencies are called as there."""
    moves = find_moves(
        [
            plan("ml-a", change(WHOLE, DELETE, "x", before={}), change(WHOLE, CREATE, "y", after={})),
            plan("ml-b", change(CLIENT, DELETE, "y", before={}), change(CLIENT, CREATE, "x", after={})),
        ]
    )
    whole, team = WHOLE.partition(".")[2], CLIENT.partition(".")[2]
    a, b = Backend(state(4, **{whole: {"x": "1"}})), Backend(state(9, **{team: {"y": "2", "z": "3"}}))
    carry_out(moves, terraforms(ml_a=a, ml_b=b))
    assert (a.held, b.held) == ({whole: ["2"]}, {team: ["3", "1"]})
    assert b.state
    assert b.state["resources"][0]["instances"][1]["dependencies"] == [f"keycloak_openid_client.{team}"]


def test_stack_without_a_state() -> None:
    """A new stack gets a state by what moves to it."""
    moves = find_moves(
        [plan("ml-a", change(CLIENT, DELETE, "x", before={})), plan("ml-b", change(CLIENT, CREATE, "x"))]
    )
    name = CLIENT.partition(".")[2]
    a, b = Backend(state(1, **{name: {"x": "1"}})), Backend(None)
    carry_out(moves, terraforms(ml_a=a, ml_b=b))
    assert (a.held, b.held) == ({}, {name: ["1"]})


def test_state_that_cannot_be_written() -> None:
    """What was taken out of a state is put back where the other one cannot be written."""
    moves = find_moves(
        [plan("ml-a", change(CLIENT, DELETE, "x", before={})), plan("ml-b", change(CLIENT, CREATE, "x"))]
    )
    name = CLIENT.partition(".")[2]
    a, b = Backend(state(1, **{name: {"x": "1"}})), Backend(None, broken=True)
    with pytest.raises(StackError):
        carry_out(moves, terraforms(ml_a=a, ml_b=b))
    assert a.held == {name: ["1"]}


@pytest.mark.parametrize(
    ("gone", "come", "clashes"),
    [
        (("openid_client.Access_A_Client", BATCH), ("openid_client.Access_Applications_batch_Client", BATCH), True),
        (("openid_client.Access_A_Client", BATCH), ("saml_client.Ours", BATCH), True),
        ((ADA, {"username": "ada", "email": "a@x"}), ("user.Other_7B22F3BD", {"username": "al", "email": "a@x"}), True),
        ((ADA, {"username": "ada", "email": ""}), ("user.Other_7B22F3BD", {"username": "al", "email": ""}), False),
        (("group.G_7B22F3BD", {"name": "g"}), ("group.H_7B22F3BD", {"name": "g", "parent_id": Hidden.UNKNOWN}), True),
        (("group.G_7B22F3BD", {"name": "g"}), ("group.H_7B22F3BD", {"name": "g", "parent_id": "1"}), False),
        (("openid_client_scope.S_7B22F3BD", {"name": "s"}), ("role.R_7B22F3BD", {"name": "s"}), False),
    ],
)
def test_name_that_another_stack_needs(
    gone: tuple[str, dict[str, Any]],
    come: tuple[str, dict[str, Any]],
    clashes: bool,  # noqa: FBT001
) -> None:
    """What holds it goes first, by Keycloak's own rules of what is unique."""
    going = change(gone[0], DELETE, before=gone[1])
    found = find_clashes([plan("ml-a", going), plan("ml-b", change(come[0], CREATE, after=come[1]))])
    assert found == ({"ml-a": [going.address]} if clashes else {})
    assert find_clashes([plan("ml-a", going, change(come[0], CREATE, after=come[1]))]) == {}, "Terraform orders it"


def test_parts_go_with_their_thing() -> None:
    """What hangs on what goes first goes with it, and nothing of others."""
    gone = [
        change(ADA, DELETE, before={"username": "ada"}),
        change("user_roles.Access_People_ada_Roles_8116702E", DELETE, before={}),
        change("user.Access_People_adam_User_7B22F3BD", DELETE, before={"username": "adam"}),
        change(SCOPES, DELETE, "ada", before={}),
    ]
    come = change("user.Other_7B22F3BD", CREATE, after={"username": "ada"})
    found = find_clashes([plan("ml-a", *gone), plan("ml-b", come)])
    assert found == {"ml-a": [gone[0].address, gone[1].address]}
