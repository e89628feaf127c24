"""A deployment that takes a realm over counts and tells what is new in Keycloak, and what becomes another."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from stacks.repository import Repository
from tests.unit.tools.runner.planned import CREATE, UPDATE, change, plan
from tools.adopt.import_list import ImportList
from tools.runner.as_adopted import as_adopted
from tools.runner.log import RunLog
from tools.runner.plan import Hidden
from tools.runner.screen import output_console
from tools.runner.summary import Row, print_summary
from tools.runner.things import Things

if TYPE_CHECKING:
    from pathlib import Path

    from tools.runner.plan import Change, StackPlan

pytestmark = pytest.mark.unit

_CLIENT = "openid_client.Access_Consumers_Client_7CAB7A4D"
_LIST = "openid_client_default_scopes.Access_Consumers_DefaultScopes_6E5BA313"
_ROLES = "user_roles.Access_Consumers_Roles_8116702E"
_ROLE = "role.Realm_AccessRole_F90BCCEC"
_ADDRESS = {each: f'keycloak_{each}["batch"]' for each in (_CLIENT, _LIST, _ROLES)}
_LISTED = ImportList(
    "main",
    "r-1",
    {("keycloak_openid_client", "u-1"): "client 'batch'"},
    frozenset({_ADDRESS[_CLIENT]}),
    {
        _ADDRESS[_CLIENT]: {"use_refresh_tokens": True},
        _ADDRESS[_LIST]: {"default_scopes": ["acr", "basic"]},
        _ADDRESS[_ROLES]: {"role_ids": ["id-1"]},
    },
)


def _taken(**more: object) -> Change:
    before = {"client_id": "batch", "use_refresh_tokens": False, "description": "old"}
    after = {"client_id": "batch", "use_refresh_tokens": True, "description": "old", **more}
    return replace(change(_CLIENT, UPDATE, "batch", before=before, after=after), import_id="main/u-1")


def _written(*scopes: str, roles: object = ("id-1",)) -> tuple[Change, Change]:
    return (
        change(_LIST, CREATE, "batch", after={"id": Hidden.UNKNOWN, "default_scopes": [*scopes]}),
        change(_ROLES, CREATE, "batch", after={"role_ids": roles if isinstance(roles, Hidden) else [*roles]}),  # type: ignore[misc]
    )


_NEW = change(_ROLE, CREATE, after={"name": "model-api-access"})


def _said(told: StackPlan, folder: Path) -> list[str]:
    stream = io.StringIO()
    row = Row(told, Things(), 1.0, taken_over=told.taken_over)
    print_summary(output_console(stream), [row], done=True, log=RunLog(Repository(folder), "deploy-main"))
    return stream.getvalue().splitlines()


def test_nothing_else_is_told(tmp_path: Path) -> None:
    """What make adopt found as it is, is neither an addition nor a change, and no line is about it."""
    told = as_adopted(plan("main", _taken(), *_written("acr", "basic"), _NEW), _LISTED)
    assert (told.taken_over, *told.counts) == (1, 1, 0, 0)
    lines = _said(told, tmp_path)
    assert "taken over" in lines[1]
    assert lines[3].split()[1:-2:2] == ["main", "1", "1", "0", "0"]
    (line,) = lines[5:]
    assert line.startswith("Lists and settings that Terraform cannot read beforehand are written as make adopt found")


def test_difference_is_told(tmp_path: Path) -> None:
    """What was changed in the file since is told as what it is: the difference from what is in Keycloak."""
    changed = plan("main", _taken(description="new"), *_written("acr", "ml-base", roles=Hidden.UNKNOWN))
    told = as_adopted(changed, _LISTED)
    assert (told.taken_over, *told.counts) == (1, 0, 3, 0)
    assert _said(told, tmp_path)[5] == (
        "consumer batch: loses basic; gains ml-base, what is made now; description changed"
    )


def test_beforehand() -> None:
    """A plan that looks at nothing in Keycloak counts what is taken over all the same."""
    made = change(_CLIENT, CREATE, "batch", after={"client_id": "batch"})
    told = as_adopted(plan("main", made, *_written("acr", "basic", roles=Hidden.UNKNOWN), _NEW), _LISTED)
    assert (told.taken_over, *told.counts) == (1, 1, 0, 0)


def test_without_a_record() -> None:
    """A list of an earlier release says nothing of what is as it is: all of it is told."""
    told = as_adopted(plan("main", _taken(), *_written("acr")), ImportList("main", "r-1", {}))
    assert (told.taken_over, *told.counts) == (1, 2, 1, 0)


@pytest.mark.parametrize("beforehand", [True, False])
def test_again(tmp_path: Path, *, beforehand: bool) -> None:
    """What was declared since keeps nothing: what becomes another is counted before the deployment as in it."""
    listed = replace(
        _LISTED,
        as_it_is={_ADDRESS[_CLIENT]: {"use_refresh_tokens": True}},
        as_found={_ADDRESS[_CLIENT]: {"description": "old"}, _ADDRESS[_LIST]: {"default_scopes": ["acr", "basic"]}},
        is_again=True,
    )
    after = {"client_id": "batch", "use_refresh_tokens": True, "description": "new"}
    client = change(_CLIENT, CREATE, "batch", after=after) if beforehand else _taken(description="new")
    told = as_adopted(plan("main", client, *_written("basic")), listed)
    assert (told.taken_over, *told.counts) == (1, 1, 2, 0)
    stream = io.StringIO()
    row = Row(told, Things(), 1.0, taken_over=told.taken_over, is_again=True)
    print_summary(output_console(stream), [row], done=False, log=RunLog(Repository(tmp_path), "diff-main"))
    said = stream.getvalue()
    assert "are written as make adopt found them" not in said
    assert "make audit, before the deployment, lists all of it." in said
    assert "consumer batch: loses acr" in said
    assert "description changed" in said


def test_declared_since() -> None:
    """What the file says by now as it is in Keycloak is no change."""
    listed = replace(_LISTED, as_it_is={}, as_found={_ADDRESS[_LIST]: {"default_scopes": ["acr"]}}, is_again=True)
    scopes, _ = _written("acr")
    assert as_adopted(plan("main", scopes), listed).counts == (0, 0, 0)
