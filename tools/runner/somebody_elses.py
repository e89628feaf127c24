"""What exists already and is somebody else's is refused before a deployment changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.recovery.takeover import refuse_takeovers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.runner.deploy import Deployment
    from tools.runner.stacks import Stack
    from tools.runner.survey import Survey

__all__ = ["refuse_somebody_elses"]


def refuse_somebody_elses(deployment: Deployment, stacks: Sequence[Stack], survey: Survey) -> None:
    """Refuse plans that would take over what holds more than is declared; then the plans go: they hold secrets.

    What shows only in plans that are made later, they refuse.

    Args:
        deployment: The deployment.
        stacks: Its stacks, and those that are not declared any more.
        survey: Their plans.

    Raises:
        ToolError: There is such (exit 2), or Keycloak does not answer.
    """
    plans = deployment.as_planned(survey)
    planned = [(stack.folder, plans[stack.name]) for stack in stacks if stack.name in plans]
    try:
        refuse_takeovers(planned, deployment.run.admin, deployment.environment_stacks, deployment.agreed)
    except ToolError:
        deployment.run.work.forget_plans(stacks)
        raise
