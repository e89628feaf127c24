"""A saved plan is read as data: what changes, without a secret and without what stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.runner.plan import Change, Hidden, StackPlan, read_plan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

CLIENT = "keycloak_openid_client.Access_Consumers_Client_7CAB7A4D"


def entry(actions: list[str], *, mode: str = "managed", key: str = "batch", **change: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a change of a client as Terraform shows it."""
    parts: dict[str, Any] = {
        "before": None,
        "after": None,
        "after_unknown": {},
        "before_sensitive": {},
        "after_sensitive": {},
    }
    return {
        "address": f'{CLIENT}["{key}"]',
        "mode": mode,
        "type": "keycloak_openid_client",
        "name": "Access_Consumers_Client_7CAB7A4D",
        "index": key,
        "change": {"actions": actions, **parts, **change},
    }


def read(tmp_path: Path, *entries: dict[str, Any], **shown: Any) -> StackPlan:  # noqa: ANN401
    """Read a plan of these changes."""
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"resource_changes": list(entries), **shown}))
    return read_plan("ml-team-risk", file)


def test_secrets_and_unknown_values(tmp_path: Path) -> None:
    """Sensitive values are nowhere in what is read, nested ones neither; unknown ones are marked."""
    plan = read(
        tmp_path,
        entry(
            ["update"],
            before={
                "client_id": "batch",
                "client_secret": "canary-old",
                "extra_config": {"a": "canary-nested", "b": "1"},
            },
            after={"client_id": "batch", "client_secret": "canary-new", "list": ["canary-listed", "shown"]},
            before_sensitive={"client_secret": True, "extra_config": {"a": True}},
            after_sensitive={"client_secret": True, "list": [True, False]},
            after_unknown={"id": True, "list": [False, False]},
        ),
    )
    (change,) = plan.changes
    assert change.before == {
        "client_id": "batch",
        "client_secret": Hidden.SECRET,
        "extra_config": {"a": Hidden.SECRET, "b": "1"},
    }
    assert change.after == {
        "client_id": "batch",
        "client_secret": Hidden.SECRET,
        "list": [Hidden.SECRET, "shown"],
        "id": Hidden.UNKNOWN,
    }
    assert "batch" in change.address
    assert "client" not in repr(change).replace(CLIENT, "").replace("keycloak_openid_client", "")


def test_what_stays_is_left_out(tmp_path: Path) -> None:
    """What is not changed or only read is no change; what moves in the state or is imported is one."""
    plan = read(
        tmp_path,
        entry(["no-op"], before={}, after={}),
        entry(["read"], mode="data"),
        entry(["delete"], before={"client_id": "old"}, key="old"),
        {**entry(["no-op"], before={}, after={}, key="moved"), "previous_address": f'{CLIENT}["was"]'},
        entry(["no-op"], before={}, after={}, key="found", importing={"id": "ml/1"}),
    )
    assert [(change.index, change.actions, change.previous_address, change.import_id) for change in plan.changes] == [
        ("old", ("delete",), None, None),
        ("moved", ("no-op",), f'{CLIENT}["was"]', None),
        ("found", ("no-op",), None, "ml/1"),
    ]
    assert plan.counts == (0, 0, 1)


def test_counts(tmp_path: Path) -> None:
    """What is replaced is added and destroyed, in whichever order."""
    replaced = [entry(["delete", "create"], key="a"), entry(["create", "delete"], key="b")]
    plan = read(tmp_path, entry(["create"], after={}), entry(["update"], key="c"), *replaced)
    assert plan.counts == (3, 1, 2)


def test_outputs_alone(tmp_path: Path) -> None:
    """A plan that changes an output alone is to be applied; one that changes none is not."""
    outputs = {"issuer": {"actions": ["update"]}, "audience": {"actions": ["no-op"]}}
    assert read(tmp_path, output_changes=outputs) == StackPlan("ml-team-risk", (), ("issuer",))
    assert not read(tmp_path, output_changes=outputs).is_empty
    assert read(tmp_path, output_changes={"audience": {"actions": ["no-op"]}}).is_empty


def test_outputs_between_stacks(tmp_path: Path) -> None:
    """What other stacks read is kept, as far as it is known; outputs for people are not."""
    changes = {
        "cross-stack-output-ids": {
            "actions": ["update"],
            "after": {"m:predict": "1"},
            "after_unknown": {"m:explain": True},
            "after_sensitive": True,
        },
        "cross-stack-output-new": {"actions": ["create"], "after_unknown": True},
        "client_secret": {"actions": ["no-op"], "after": "canary"},
    }
    assert read(tmp_path, output_changes=changes).outputs == {
        "cross-stack-output-ids": {"m:predict": "1", "m:explain": Hidden.UNKNOWN},
        "cross-stack-output-new": Hidden.UNKNOWN,
    }


def test_labels(tmp_path: Path) -> None:
    """Ids are called as people call their objects, those of other stacks too; a role has its client's id besides."""
    resources = [
        {"type": "keycloak_role", "values": {"id": "1", "client_id": "9", "name": "m:predict"}},
        {"type": "keycloak_openid_client", "values": {"id": "9", "client_id": "api", "name": "API"}},
        {"type": "keycloak_group_roles", "values": {"id": "ml/3", "group_id": "3"}},
        {"type": "terraform_remote_state", "values": {"outputs": {"groups": {"analysts": "3"}, "realm": "ml"}}},
    ]
    labels = read(tmp_path, prior_state={"values": {"root_module": {"resources": resources}}}).labels
    assert labels == {"1": "m:predict", "9": "api", "3": "analysts"}


def test_kinds_of_change() -> None:
    """Replacing both adds and destroys, and is no update."""
    replaced = Change("a.b", "a", "b", None, ("delete", "create"))
    assert (replaced.adds, replaced.destroys, replaced.updates) == (True, True, False)
