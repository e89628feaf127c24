"""Groups of teams where applications read what groups people are in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.exemption import ExemptionProps
from constructs_lib.guardrails.rules.grants.team_group import TeamGroup
from stacks.app import review_app
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import NO_MAIL, declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.people_sources import PREDICT
from tests.support.declarations.synthesis import NEWEST

pytestmark = pytest.mark.unit

READS: dict[str, Any] = {"redirect_uris": ["https://ui.example.com/cb"], "groups_claim": True}
CHOSEN = "group 'leads' of team 'risk': application 'ui' reads its name, which the team chose"
JOINED = "team 'risk' puts person 'ada' into 'admins', whose name application 'ui' reads"


@lru_cache
def faults(of: str, joined: str, *, reads: bool = True, prefix: str = "") -> list[str]:
    """Return the faults where somebody's application reads groups, and a team puts ada into some of them."""
    own = {"ui": {**READS, "groups_claim": reads}}
    ada = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Moss", "groups": list(joined.split())}
    risk = {"people": {"ada": ada}, "groups": {"leads": PREDICT} if "leads" in joined else {}}
    teams: dict[str, Any] = {"risk": risk, "growth": {}}
    if of:
        teams[of]["applications"] = own
    realm = {"name": "ml", "owner": "elsewhere", "prefix": prefix} if prefix else {"name": "ml", "login": NO_MAIL}
    given = {"groups": {"admins": PREDICT}, "external_people": True, "applications": {} if of else own}
    if prefix:  # nobody is made in another's realm
        del risk["people"]
    stack = OurStack(CheckedDeclaration(declare(realm=realm, teams=teams, **given), NEWEST))
    return [each.partition(": ")[2] for each in stack.faults_after(TeamGroup())]


@pytest.mark.parametrize("of", ["", "growth"], ids=["environment", "another team"])
def test_names_that_others_read_are_refused(of: str) -> None:
    """Neither a group of its own nor a member of another's is a team's to tell an application that is not its own."""
    assert faults(of, "leads") == [CHOSEN]
    assert faults(of, "admins") == [JOINED]
    assert faults(of, "leads admins") == [CHOSEN, JOINED]


def test_paths_in_a_joined_realm_are_refused() -> None:
    """The claim has the whole path there, whose last part is the team's choice."""
    assert faults("", "leads", prefix="ml-dev") == [CHOSEN.replace("'ui'", "'ml-dev-ui'")]


@pytest.mark.parametrize(
    ("of", "joined", "reads"),
    [("risk", "leads admins", True), ("", "leads admins", False), ("", "", True)],
    ids=["its own", "nobody", "no group"],
)
def test_what_nobody_else_reads_passes(of: str, joined: str, *, reads: bool) -> None:
    """Its own applications may know its groups; where none reads them, and without any, there is nothing to choose."""
    assert faults(of, joined, reads=reads) == []


def test_the_environments_file_names_them() -> None:
    """An exemption is for the names that it has, in the file's stacks; another group of that person is found again."""
    demo = EnvironmentFiles().load_all()["demo"]
    notebook = demo.applications["notebook"].model_copy(update={"groups_claim": True})
    places = {
        "demo-team-growth/Access/Groups/growth-leads/Group": "growth-leads",
        "demo-team-risk/Access/Groups/risk-analysts/Group": "risk-analysts",
        "demo-team-risk/Access/People/grace/Groups": "data-scientists",
    }

    def stopped(named: dict[str, str]) -> dict[str, str]:
        exempted = [
            ExemptionProps(rule=TeamGroup.id, resource=place, arguments=(name,), reason="the notebook shows names")
            for place, name in named.items()
        ]
        given = {"applications": {"notebook": notebook}, "exemptions": (*demo.exemptions, *exempted)}
        (review,) = review_app({"demo": demo.model_copy(update=given)})
        return {each.path: each.fault.rpartition("[")[2].rstrip("]") for each in review.findings if each.stops}

    assert stopped({}) == places
    assert stopped(places | {"demo-team-risk/Access/People/grace/Groups": "risk-analysts"}) == {
        "demo-team-risk/Access/People/grace/Groups": "data-scientists"
    }
    assert stopped(places) == {}
