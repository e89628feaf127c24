"""Plan for a reviewer, and deploy what was reviewed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.ci.places import ReviewFolder, hand_on
from tools.ci.plan_review import PlanReview
from tools.deployment import deploy, diff
from tools.errors import ToolError
from tools.project import repository_of
from tools.runner.screen import tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.synthesis import Synthesis

__all__ = ["deploy_reviewed", "plan_for_review"]

_REVIEWED = "REVIEWED"
_DIGEST = re.compile(r"[0-9a-f]{64}")


def plan_for_review(name: str, process_environment: Mapping[str, str], synthesis: Synthesis | None = None) -> int:
    """Plan an environment; write what the plans would do, and their digest.

    Args:
        name: Name of the environment.
        process_environment: Variables of the caller.
        synthesis: The app, where it runs already.

    Returns:
        0, or 1 where a stack cannot be planned.

    Raises:
        ToolError: Something that was declared, set or needed is wrong or missing, or a guardrail refuses a plan.
    """
    folder = ReviewFolder(repository_of(process_environment))
    review = PlanReview(name, process_environment, folder.sarif)
    try:
        code = diff(name, synthesis=synthesis, gate=review)
    finally:
        if review.lines:
            text = "".join(f"{line}\n" for line in review.lines)
            tell(f"Plan: {folder.write(folder.plan(name), text)}")
            hand_on(f"### Plan of {name}\n\n{text}", "GITHUB_STEP_SUMMARY", process_environment)
    if code == 0:
        changes = "no" if review.is_empty and not review.rewrites_states else "yes"
        values = f"{_REVIEWED}={review.digest}\nCHANGES={changes}\n"
        folder.write(folder.values, values)
        hand_on(values, "GITHUB_OUTPUT", process_environment)
        tell(f"Digest of this plan: {review.digest}")
    return code


def deploy_reviewed(name: str, process_environment: Mapping[str, str], synthesis: Synthesis | None = None) -> int:
    """Deploy an environment, if what it would do is what was reviewed.

    Args:
        name: Name of the environment.
        process_environment: Variables of the caller; `REVIEWED` is the digest of the reviewed plan.
        synthesis: The app, where it runs already.

    Returns:
        0, or 1 where a stack failed.

    Raises:
        ToolError: Nothing was reviewed, or something else (exit 2); otherwise as for `plan_for_review`.
    """
    reviewed = process_environment.get(_REVIEWED, "")
    if not _DIGEST.fullmatch(reviewed):
        raise ToolError(
            f"{_REVIEWED} is not the digest of a plan: set it to the one that make ci-plan ENV={name} printed, and "
            "that somebody has approved",
            exit_code=2,
        )
    review = PlanReview(name, process_environment, ReviewFolder(repository_of(process_environment)).sarif, reviewed)
    try:
        return deploy(name, synthesis=synthesis, gate=review)
    except ToolError:
        for line in review.lines:
            tell(line)
        raise
