"""People of teams in a realm with an identity provider: one exemption, for the files and the synthesized stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.rules.people.team_person import TeamPerson
from stacks.app import review_app
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.team_folder import ENVIRONMENT, TEAM, TEAM_FILE, fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

PROVIDER = "identity_providers:\n  google: {type: google, client_id: ml}\n"
RESOURCE = "demo-team-risk/Access/People/ada/User"
EXEMPTION = f"exemptions: [{{rule: KC-TEAM-PERSON, resource: '{RESOURCE}', reason: she works for the team}}]\n"


def test_person_of_a_team_is_refused_beside_an_identity_provider(tmp_path: Path) -> None:
    """The line of the team's file is named, with what the environment's own file would have to say."""
    assert fault(write_folder(tmp_path, environment=ENVIRONMENT + PROVIDER)) == (
        f"{TEAM_FILE}:9: realm 'ml', person 'ada': whoever comes from an identity provider as 'ada' or "
        "'ada@example.com' is told to link this account: declare the person in the environment's own file, or let that "
        f"exempt rule KC-TEAM-PERSON for resource '{RESOURCE}'"
    )


def test_team_cannot_exempt_itself(tmp_path: Path) -> None:
    """Exemptions are the environment's own file's to give."""
    folder = write_folder(tmp_path, environment=ENVIRONMENT + PROVIDER, team=TEAM + EXEMPTION)
    assert "unknown key 'exemptions'" in fault(folder)


@pytest.mark.parametrize("environment", [ENVIRONMENT, ENVIRONMENT + PROVIDER + EXEMPTION])
def test_guardrail_sees_in_the_stacks_what_the_files_say(tmp_path: Path, environment: str) -> None:
    """Without a provider nobody objects; an exempted account is one that the guardrail names by the same path."""
    folder = write_folder(tmp_path, environment=environment)
    (review,) = review_app({"demo": EnvironmentFiles(folder / "environments").load("demo")})
    found = [(each.path, each.is_open) for each in review.findings if each.rule.id == TeamPerson.id]
    assert found == ([(RESOURCE, False)] if PROVIDER in environment else [])


def test_team_does_not_say_whose_address_it_is(tmp_path: Path) -> None:
    """Where the realm sends mail, a team's file vouches for no address."""
    mail = ENVIRONMENT.replace("  login:\n", "  smtp: {host: m, sender: a@example.com}\n  login:\n")
    team = TEAM.replace("    first_name: Ada\n", "    email_verified: true\n    first_name: Ada\n")
    assert fault(write_folder(tmp_path, environment=mail, team=team)) == (
        f"{TEAM_FILE}:11: realm 'ml', person 'ada': whose address it is a mail shows, not a team's file: remove "
        "email_verified"
    )
