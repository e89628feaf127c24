"""Plans are shown, and held to what was shown."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from constructs_lib.review.change import Change
from constructs_lib.review.difference import Difference
from tests.unit.tools.runner.planned import CREATE, DELETE, UPDATE, change, plan
from tools.ci import reviewed_deployment
from tools.ci.plan_review import PlanReview
from tools.ci.reviewed_deployment import deploy_reviewed
from tools.errors import ToolError
from tools.runner.stacks import Stack

if TYPE_CHECKING:
    from pathlib import Path

    from tools.runner.plan import StackPlan
    from tools.runner.survey import Survey

pytestmark = pytest.mark.unit

CLIENT = "openid_client.Access_Consumers_Client_3F8A2C1D"
GONE = plan("prod-team-risk", change(CLIENT, DELETE, "batch", before={"client_id": "batch"}))


def shown(
    folder: Path,
    *plans: StackPlan,
    reviewed: str | None = None,
    renames: tuple[str, ...] = (),
    access: Difference | None = None,
) -> PlanReview:
    """Show plans, none of which leaves something behind: a guardrail has nothing to judge."""
    review = PlanReview("prod", {}, folder / "sarif", reviewed)
    stacks = [Stack(each.stack, folder) for each in plans]
    survey: Any = SimpleNamespace(plans={each.stack: each for each in plans}, is_final=lambda _: True)
    review.show(stacks, cast("Survey", survey), renames, access)
    return review


def test_another_plan_is_refused(tmp_path: Path) -> None:
    """What differs from what was approved is refused in one line, before anything is done."""
    with pytest.raises(ToolError) as caught:
        shown(tmp_path, GONE, reviewed="0" * 64)
    assert caught.value.exit_code == 2
    said = "environment 'prod': nothing was changed: the plan is not the one that was reviewed (reviewed 000000000000, "
    assert str(caught.value).startswith(said)


def test_reviewed_plan_passes(tmp_path: Path) -> None:
    """The same plan is let through, and what it says is shown with what it takes away and its digest."""
    first = shown(tmp_path, GONE)
    again = shown(tmp_path, GONE, reviewed=first.digest)
    assert again.lines == first.lines
    text = "\n".join(first.lines).replace("\\", "")
    assert "| prod-team-risk | 0 | 0 | 1 |" in text
    assert "**Takes away**\n\n- consumer batch" in text
    assert text.endswith(f"Digest of this plan: `{first.digest}`")
    again.check(Stack("prod-team-risk", tmp_path), GONE)


def test_later_plan_must_not_do_more(tmp_path: Path) -> None:
    """A plan that was made after other stacks were applied is refused where it does what nobody has seen."""
    review = shown(tmp_path, GONE)
    more = plan("prod-team-risk", *GONE.changes, change("role.Models_Role_1", DELETE, "m:predict"))
    with pytest.raises(
        ToolError, match="stack prod-team-risk: its plan has changes that nobody reviewed: keycloak_role"
    ):
        review.check(Stack("prod-team-risk", tmp_path), more)
    with pytest.raises(ToolError, match="changes that nobody reviewed"):
        review.check(Stack("prod", tmp_path), plan("prod", change(CLIENT, UPDATE, "batch")))


def test_access_comes_first(tmp_path: Path) -> None:
    """Who gains and who loses by the plans is told before what Terraform does, what weighs with its mark."""
    lost = Change("loss", "consumer batch", "loses every model", weighty=True)
    lines = shown(tmp_path, GONE, access=Difference.ordered([lost])).lines
    assert lines[:3] == ["**Access**: 1 principal loses", "", "- **!** consumer `batch` loses every model"]
    assert shown(tmp_path, GONE, access=Difference.ordered([])).lines[0].endswith("nothing changes in who may do what")


def test_nothing_to_do(tmp_path: Path) -> None:
    """Empty plans are empty; a rename in Keycloak is something."""
    empty = shown(tmp_path, plan("prod"))
    assert (empty.lines, empty.is_empty) == (["No changes."], True)
    renamed = shown(tmp_path, plan("prod"), renames=("a is renamed to b",))
    assert (renamed.is_empty, renamed.digest == empty.digest) == (False, False)


@pytest.mark.parametrize(("rewrites", "changes"), [(True, "yes"), (False, "no")])
def test_states_that_are_written_anew_are_deployed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, rewrites: bool, changes: str
) -> None:
    """A pipeline goes on though the plan is empty: its apply encrypts what is plain."""

    def diff(_: str, *, synthesis: object, gate: PlanReview) -> int:
        assert synthesis is None
        states: Any = SimpleNamespace(
            plans={"prod": replace(plan("prod"), rewrites_state=rewrites)}, is_final=lambda _: True
        )
        gate.show([Stack("prod", tmp_path)], states, (), None)
        assert gate.is_empty
        return 0

    monkeypatch.setattr(reviewed_deployment, "diff", diff)
    handed = tmp_path / "output"
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "prod.yaml").touch()
    given = {"ENVIRONMENTS": str(tmp_path), "GITHUB_OUTPUT": str(handed)}
    assert reviewed_deployment.plan_for_review("prod", given) == 0
    assert f"CHANGES={changes}\n" in handed.read_text(encoding="utf-8")


@pytest.mark.parametrize("given", ["", "yes", "0" * 63, f"{'0' * 64}\n", "$(id)"])
def test_apply_needs_a_digest(given: str) -> None:
    """Without a digest nothing is deployed: a variable that is empty by mistake approves nothing."""
    with pytest.raises(ToolError, match="REVIEWED is not the digest of a plan") as caught:
        deploy_reviewed("prod", {"REVIEWED": given})
    assert caught.value.exit_code == 2


def test_new_stack_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that leaves something behind is judged once by the guardrails, and refused with them."""
    judged: list[list[str]] = []

    def judge(_: object, __: Path, saved: list[str]) -> int:
        judged.append(saved)
        return 2 if "prod" in saved else 0

    monkeypatch.setattr("tools.ci.plan_review.list_guardrails", judge)
    monkeypatch.setattr("tools.ci.plan_review.read_saved_plan", lambda file, _: file.parent.name)
    made = plan("prod-models", change("role.Models_Role_1", CREATE, "m:predict", after={"name": "predict"}))
    review = PlanReview("prod", {}, tmp_path / "sarif")
    survey: Any = SimpleNamespace(plans={"prod-models": made}, is_final=lambda _: True)
    stack = Stack("prod-models", tmp_path / "prod-models")
    review.show([stack], survey, [], None)
    review.check(stack, made)
    assert judged == [["prod-models"]]
    survey.plans["prod"] = plan("prod", change(CLIENT, UPDATE, "batch", after={"enabled": True}))
    with pytest.raises(ToolError, match="the guardrails refuse the plan of prod-models, prod: see above"):
        review.show([stack, Stack("prod", tmp_path / "prod")], survey, [], None)
