"""Accounts that teams declare where people come by an identity provider: exempted by the environment's own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.guardrails.rules.people.team_person import TeamPerson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.guardrails.exemption import ExemptionProps

__all__ = ["team_person_findings"]


def team_person_findings(
    declaration: Declaration, exemptions: Sequence[ExemptionProps], *, stack_of: Callable[[str], str]
) -> Iterator[Finding]:
    """Say which people of teams might be taken for somebody of an identity provider: a team cannot exempt itself.

    Args:
        declaration: What is declared.
        exemptions: The list `exemptions` of the environment.
        stack_of: From a team to the name of its stack.
    """
    if not declaration.identity_providers:
        return
    for team, access in declaration.teams.items():
        for username, person in access.people.items():
            resource = f"{stack_of(team)}/Access/People/{username}/User"
            if not any(exemption.covers(TeamPerson.id, resource) for exemption in exemptions):
                yield Finding(
                    ("teams", team, "people", username),
                    f"realm '{declaration.realm.name}', person '{username}': whoever comes from an identity provider "
                    f"as '{username}' or '{person.email}' is told to link this account: declare the person in the "
                    f"environment's own file, or let that exempt rule {TeamPerson.id} for resource '{resource}'",
                )
