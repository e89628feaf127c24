"""A team's file makes nobody MLflow's administrator."""

from __future__ import annotations

from typing import Any

import pytest

from stacks.environment import Environment
from stacks.mlflow_admins import mlflow_admin_findings

pytestmark = pytest.mark.unit

PAT: dict[str, Any] = {"pat": {"email": "pat@example.com", "first_name": "P", "last_name": "T"}}
SAID = (
    "realm 'ml', {}: MLflow takes people of 'mlflow-admin' for its administrators: "
    "declare it in the environment's own file, not in that of team 'risk'"
)


def faults(team: dict[str, Any], **values: Any) -> list[str]:  # noqa: ANN401 - parts of a declaration
    """Return what is said of an environment with a team."""
    given = {
        "keycloak": {"url": "https://sso.example.com"},
        "realm": {"name": "ml"},
        "api": {"client_id": "scorer"},
        "teams": {"risk": team},
        **values,
    }
    return [each.message for each in mlflow_admin_findings(Environment.model_validate(given))]


def test_of_a_team() -> None:
    """Neither the group nor a member of it is a team's to declare."""
    person = {"pat": {**PAT["pat"], "groups": ["mlflow-admin"]}}
    assert faults({"groups": {"mlflow-admin": {}}}) == [SAID.format("group 'mlflow-admin'")]
    assert faults({"people": person}) == [SAID.format("person 'pat'")]


def test_of_the_environment() -> None:
    """The environment's own file may; a team has any other group; and the preset's own check speaks for itself."""
    assert faults({"groups": {"mlflow": {}}, "people": PAT}, groups={"mlflow-admin": {}}) == []
    assert faults({"groups": {"mlflow-admin": {}}}, gateway={"presets": ["mlflow-oidc-auth"]}) == []
