"""What teams grant beyond the models that they name: exempted by the environment's own file, or a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.team_grants import EVERY_ACTION, wide_team_grants
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.guardrails.exemption import ExemptionProps

__all__ = ["wide_grant_findings"]


def wide_grant_findings(
    declaration: Declaration, exemptions: Sequence[ExemptionProps], *, stack_of: Callable[[str], str]
) -> Iterator[Finding]:
    """Say which grants of teams reach every model, and are not exempted: a team's file cannot exempt itself.

    Args:
        declaration: What is declared.
        exemptions: The list `exemptions` of the environment.
        stack_of: From a team to the name of its stack.
    """
    for grant in wide_team_grants(declaration):
        resource = f"{stack_of(grant.team)}/{grant.construct}"
        if not any(exemption.covers(TeamEveryModel.id, resource, grant.actions) for exemption in exemptions):
            allowed = ", ".join(f"'{action}'" if action == EVERY_ACTION else action for action in sorted(grant.actions))
            yield Finding(
                grant.path,
                f"realm '{declaration.realm.name}', {grant.subject} reaches every model, other teams' too: name the "
                f"models, or let the environment's own file exempt rule {TeamEveryModel.id} for resource '{resource}' "
                f"with actions [{allowed}]",
            )
