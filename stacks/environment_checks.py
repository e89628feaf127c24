"""What the library cannot check: it knows neither exemptions, nor stacks, nor gateways, nor the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.gateways.checks import gateway_findings
from constructs_lib.guardrails.exemption import exemption_findings
from constructs_lib.guardrails.team_grants import wide_grant_findings
from constructs_lib.guardrails.team_people import team_person_findings
from stacks.key_addresses import key_address_findings
from stacks.mlflow_admins import mlflow_admin_findings
from stacks.server_address import server_address_findings
from stacks.stack_names import StackNames

if TYPE_CHECKING:
    import datetime as dt

    from stacks.environment import Environment

__all__ = ["check_environment"]


def check_environment(name: str, environment: Environment, *, today: dt.date) -> None:
    """Check an environment.

    Args:
        name: Name of the environment.
        environment: What it declares, which the library finds nothing wrong with.
        today: The day that exemptions are compared with.

    Raises:
        DeclarationError: With what is wrong, of the first kind of which there is something.
    """
    for findings in (
        exemption_findings(environment.exemptions, environment=name, today=today),
        wide_grant_findings(environment, environment.exemptions, stack_of=StackNames(name).team),
        team_person_findings(environment, environment.exemptions, stack_of=StackNames(name).team),
        *(
            gateway_findings(environment, gateway, gateway.presets, api=api)
            for api, gateway in environment.gateways.items()
        ),
        key_address_findings(environment),
        mlflow_admin_findings(environment),
        server_address_findings(environment),
    ):
        if found := list(findings):
            raise DeclarationError(found)
