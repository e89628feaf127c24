"""What is said of access rules, and of grants that break them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.declaration_error import DeclarationError, Finding
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.declarations import PERSON, declare, faults
from tests.support.declarations.valid_environment import folder_with_prod

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


def rule(kind: str, who: object, may: object, reason: str = "It is a test.") -> dict[str, Any]:
    """Return the rules of a declaration: one, named r."""
    return {"r": {kind: {"who": who, "may": may}, "reason": reason}}


@pytest.mark.parametrize(
    ("who", "may", "fault"),
    [
        ({"consumer": "bach"}, "fraud", "no consumer 'bach': did you mean 'batch'?"),
        ({"person": ["ada", "bo*"]}, "fraud", "no person 'bo*': there are: ada"),
        ({"group": "leads"}, "fraud", "no group 'leads': none is declared"),
        ({"source": "corp"}, "fraud", "no directory or identity provider 'corp': none is declared"),
        ({"application": "notebok"}, "fraud", "no application 'notebok': did you mean 'notebook'?"),
        # people cannot log in to the API's own client
        ({"application": "scorer"}, "fraud", "no application 'scorer': there are: notebook"),
        ({"team": "risc"}, "fraud", "no team 'risc': none is declared"),
        ("*", "frau", "no model 'frau': did you mean 'fraud'?"),
        ("*", "fraud:explian", "model 'fraud' has no action 'explian': did you mean 'explain'?"),
        ("*", "c*:explain", "no model 'c*' has an action 'explain': there are: predict"),
        ("*", "*:manage", "no model has an action 'manage': there are: explain, predict"),
    ],
)
def test_name_of_nothing(who: object, may: object, fault: str) -> None:
    """A name that nothing has is a fault of the rule, with the nearest one."""
    declared = declare(
        consumers={"batch": {"grants": {"churn": ["predict"]}}},
        people={"ada": PERSON},
        applications={"notebook": {"redirect_uris": ["https://notebook.example.com/cb"]}},
        access_rules=rule("never", who, may),
    )
    assert faults(declared) == [f"realm 'ml-prod', access rule 'r': {fault}"]


def test_what_can_come_to_be_needs_no_name() -> None:
    """`*` alone, and a way to prove who one is, may be about nobody today."""
    assert faults(declare(access_rules=rule("never", {"consumer": "*", "auth": "mtls", "team": "*"}, "*"))) == []


@pytest.mark.parametrize(
    ("rules", "values", "finding"),
    [
        (
            rule("never", {"consumer": "batch"}, "*"),
            {"consumers": {"batch": {"grants": {"fraud": ["predict", "explain"]}}}},
            Finding(
                ("consumers", "batch", "grants", "fraud"),
                "realm 'ml-prod', consumer batch may 'fraud:explain', 'fraud:predict' (own grant), which access rule "
                "'r' forbids: It is a test: take the grant back, or change the rule",
                also=("access_rules", "r"),
            ),
        ),
        (
            rule("only", {"person": "ada"}, "churn"),
            {"groups": {"leads": {"*": ["predict"]}}, "external_people": True},
            Finding(
                ("groups", "leads", "*"),
                "realm 'ml-prod', others in group:leads may 'churn:predict' (group leads, by *; nobody can say here "
                "who that is), which access rule 'r' keeps for others: It is a test: take the grant back, or change "
                "the rule",
                also=("access_rules", "r"),
            ),
        ),
        (
            rule("always", {"person": "ada"}, "churn"),
            {},
            Finding(
                ("people", "ada"),
                "realm 'ml-prod', person ada may not for certain use 'churn:predict', as access rule 'r' asks: It is a "
                "test: grant it without an end, with an application to log in to, or change the rule",
                also=("access_rules", "r"),
            ),
        ),
        (
            rule("always", {"person": "ada", "team": "*"}, "churn"),
            {},
            Finding(
                ("access_rules", "r"),
                "realm 'ml-prod', access rule 'r' is about nobody: change it, or declare whom it is about",
                also=("access_rules", "r"),
            ),
        ),
    ],
    ids=["never", "only", "always", "about nobody"],
)
def test_broken(rules: dict[str, Any], values: dict[str, Any], finding: Finding) -> None:
    """The grant is named with the rule that it breaks and its reason, and both with their places."""
    checked = CheckedDeclaration(declare(people={"ada": PERSON}, **values, access_rules=rules), keeps_rules=False)
    found = [broken.finding("ml-prod") for broken in checked.broken_rules]
    assert [each for each in found if "ada may 'churn" not in each.message] == [finding]


def test_broken_rule_is_refused_unless_somebody_lists_it() -> None:
    """What breaks a rule is no checked declaration; who asks for it all the same gets what is wrong."""
    values = {"consumers": {"batch": {"grants": {"fraud": ["predict"]}}}}
    declared = declare(**values, access_rules=rule("never", {"consumer": "batch"}, "fraud"))
    with pytest.raises(DeclarationError, match="which access rule 'r' forbids"):
        CheckedDeclaration(declared)
    assert len(CheckedDeclaration(declared, keeps_rules=False).broken_rules) == 1


def test_files_name_both_lines_and_rules_are_inherited(tmp_path: Path) -> None:
    """A shared file's rules hold in each environment that extends it, also for teams, and both lines are told."""
    folder = folder_with_prod(tmp_path)
    (folder / "_base.yaml").write_text(
        "access_rules:\n  r:\n    never: {who: {team: risk}, may: 'fraud'}\n    reason: it is a test\n",
        encoding="utf-8",
    )
    with (folder / "prod.yaml").open("a", encoding="utf-8") as file:
        file.write("extends: _base.yaml\nmodels:\n  fraud: {}\n")
    (folder / "prod" / "teams").mkdir(parents=True)
    (folder / "prod" / "teams" / "risk.yaml").write_text(
        "consumers:\n  batch:\n    grants:\n      fraud: [predict]\n", encoding="utf-8"
    )
    with pytest.raises(EnvironmentFileError) as fault:
        EnvironmentFiles(folder).load("prod")
    assert str(fault.value) == (
        "environments/prod/teams/risk.yaml:4: realm 'ml-prod', consumer batch may 'fraud:predict' (own grant), which "
        "access rule 'r' forbids: it is a test: take the grant back, or change the rule (environments/_base.yaml:2)"
    )


def test_team_declares_no_rule(tmp_path: Path) -> None:
    """Rules are the environment's own: in a team's file there is no such key."""
    folder = folder_with_prod(tmp_path)
    (folder / "prod" / "teams").mkdir(parents=True)
    (folder / "prod" / "teams" / "risk.yaml").write_text("access_rules: {}\n", encoding="utf-8")
    with pytest.raises(EnvironmentFileError, match=r"risk\.yaml:1: unknown key 'access_rules'"):
        EnvironmentFiles(folder).load("prod")
