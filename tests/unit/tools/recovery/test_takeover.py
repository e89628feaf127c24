"""When Keycloak is asked at all: where a plan creates something in a realm that was there before."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import httpx
import pytest

from stacks.repository import Repository
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.recovery.takeover import forget_imports, taking_over
from tools.runner.log import RunLog
from tools.runner.plan import Change, Hidden, StackPlan
from tools.runner.processes import Processes
from tools.runner.stacks import Stack
from tools.runner.terraform import Terraform, TerraformRuns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.unit

NOBODY = KeycloakAdmin("http://127.0.0.1:9", user="admin", password="admin")
"""A Keycloak that does not answer: whoever asks it fails."""


@pytest.fixture
def terraform(tmp_path: Path) -> Terraform:
    """Terraform in an empty stack."""
    runs = TerraformRuns(os.environ, Processes(lambda _: None), RunLog(Repository(tmp_path), "deploy-dev"))
    return Terraform(Stack("dev", tmp_path), runs)


def _create(kind: str, **after: object) -> Change:
    return Change(f"{kind}.one", kind, "one", None, ("create",), after=after)


def _refuse(_stack: str, _what: Sequence[str]) -> None:
    pytest.fail("there is nothing to take over")


@pytest.mark.parametrize(
    "change",
    [
        Change("keycloak_role.one", "keycloak_role", "one", None, ("update",), after={"realm_id": "old", "name": "r"}),
        Change("keycloak_role.one", "keycloak_role", "one", None, ("delete",), before={"id": "1", "realm_id": "old"}),
        _create("keycloak_openid_client", realm_id="new", client_id="batch"),
        _create("keycloak_openid_client", realm_id=Hidden.UNKNOWN, client_id="batch"),
        _create("terraform_data", input="x"),
    ],
    ids=["update", "delete", "in-a-realm-of-this-run", "in-a-realm-to-be-made", "no-object"],
)
def test_nobody_is_asked(terraform: Terraform, change: Change) -> None:
    """Changes of what states have, and objects of a realm that this run makes, cost no request."""
    plan = StackPlan("dev", (change,))
    with taking_over(terraform, plan, NOBODY, _refuse, fresh={"new"}) as result:
        assert result is plan


@pytest.mark.parametrize("kind", ["keycloak_realm", "keycloak_openid_client"])
def test_asked(terraform: Terraform, kind: str) -> None:
    """A realm, and what is to be made in one that was there before, is looked up; the kept plan goes on a failure."""
    kept = terraform.stack.folder / ".plan"
    kept.touch()
    change = _create(kind, realm="old", realm_id="old", client_id="batch")
    with (
        pytest.raises(ToolError, match="does not answer"),
        taking_over(terraform, StackPlan("dev", (change,)), NOBODY, _refuse, fresh=set()),
    ):
        pytest.fail("nothing may be applied")
    assert not kept.exists()


def test_realm_of_this_run_is_remembered(terraform: Terraform, monkeypatch: pytest.MonkeyPatch) -> None:
    """A realm that is made now is new to the stacks that follow."""
    monkeypatch.setattr(KeycloakAdmin, "find", lambda *_, **__: None)
    fresh: set[str] = set()
    with taking_over(
        terraform, StackPlan("dev", (_create("keycloak_realm", realm="r"),)), NOBODY, _refuse, fresh=fresh
    ):
        assert fresh == {"r"}


def test_blocks_of_a_killed_run_go(tmp_path: Path) -> None:
    """They would stop the next one, once what they name is gone."""
    (tmp_path / "imports.tf.json").write_text(json.dumps({"import": []}))
    forget_imports(tmp_path)
    forget_imports(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_keycloak_of_these_tests_is_none() -> None:
    """The tests above can fail: asking is an error."""
    with pytest.raises(httpx.ConnectError):
        httpx.get(NOBODY.url, trust_env=False)
