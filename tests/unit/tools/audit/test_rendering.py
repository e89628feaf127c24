"""How findings are written, and which of them are chosen to be removed or left to others."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from stacks.unmanaged import UnmanagedProps
from tools.adopt.leaving import unmanaged
from tools.audit.audit import Audit
from tools.audit.comparison import Difference, State
from tools.audit.events import Author
from tools.audit.facts import Fact, Kind
from tools.audit.finding import AuditFinding
from tools.audit.formats import AuditFormat
from tools.audit.live.source import Call
from tools.audit.removal import chosen_findings
from tools.audit.rendering import render
from tools.audit.settling import Settling
from tools.audit.thing_pattern import means
from tools.errors import ToolError

pytestmark = pytest.mark.unit

ROLE = AuditFinding(
    Difference(State.UNDECLARED, Fact(Kind.PERSON_ROLE, "person ada", "model-api/churn-model:predict")),
    Author("made", "admin", dt.datetime(2026, 11, 26, 20, 15, tzinfo=dt.UTC)),
    ("ada can predict with churn-model: role given by hand",),
    Settling("risk", {"people": {"ada": {"grants": {"churn-model": ["predict"]}}}}),
    Call("DELETE", "users/1/role-mappings/clients/2"),
)
CLIENT = AuditFinding(
    Difference(
        State.UNDECLARED, Fact(Kind.CLIENT, "", "portal"), within=(Fact(Kind.DEFAULT_SCOPE, "portal", "basic"),)
    ),
    removal=Call("DELETE", "clients/3"),
    unmanaged="belongs to the portal team",
)
SETTING = AuditFinding(
    Difference(State.DIFFERENT, Fact(Kind.SETTING, "realm", "sslRequired"), "external", "none"), is_declared=True
)
AUDIT = Audit("demo", "ml-demo", (CLIENT, ROLE, SETTING), 12, ("client gone",))

TABLE = """\
role model-api/churn-model:predict of person ada is not declared (made by admin, 2026-11-26 20:15 UTC)
  ! ada can predict with churn-model: role given by hand
  declare it in environments/demo/teams/risk.yaml:
    people:
      ada:
        grants:
          churn-model:
          - predict
  remove it: make audit ENV=demo REMOVE="role model-api/churn-model:predict of person ada"
sslRequired of realm is none, declared is external
  put it back: make deploy ENV=demo
left to others: client portal: belongs to the portal team
unmanaged: nothing is like 'client gone': take it out
realm 'ml-demo' of environment 'demo' is not as declared: 2 findings; 1 left to others"""


def test_table() -> None:
    """Each finding says what, who and when, what it means, and how it is settled; the last line says how it stands."""
    assert render(AUDIT, AuditFormat.TABLE) == TABLE


@pytest.mark.parametrize(
    ("is_in_list", "told"),
    [
        (True, "make deploy ENV=demo takes it out"),
        (False, "add a Terraform resource, or leave it to others by unmanaged"),
    ],
)
def test_what_a_deployment_takes_out(told: str, *, is_in_list: bool) -> None:
    """A scope of a declared client goes with the next deployment: nobody is told to leave it to others."""
    scope = AuditFinding(
        Difference(State.UNDECLARED, Fact(Kind.DEFAULT_SCOPE, "batch", "extra")),
        removal=Call("DELETE", "clients/3/default-client-scopes/4"),
        is_in_list=is_in_list,
    )
    lines = render(replace(AUDIT, findings=(scope,)), AuditFormat.TABLE).splitlines()
    assert f"  no key of the environment files says it: {told}" in lines


def test_nothing_found() -> None:
    """A realm that is as declared takes one line."""
    text = "realm 'ml-demo' of environment 'demo' is as declared"
    assert render(Audit("demo", "ml-demo", (), 12), AuditFormat.TABLE) == text


def test_markdown_shows_no_markup_of_names() -> None:
    """Names that hold markup are shown as they are."""
    hostile = AuditFinding(Difference(State.UNDECLARED, Fact(Kind.CLIENT, "", "**x** @admin")))
    text = render(Audit("demo", "ml-demo", (hostile, ROLE), 1), AuditFormat.MARKDOWN)

    assert "\\*\\*x\\*\\*" in text
    assert "@admin" not in text
    assert "      churn-model:\n" in text


def test_json_has_everything() -> None:
    """Scripts get each finding with its state, its values and whether it can be removed."""
    found = json.loads(render(AUDIT, AuditFormat.JSON))

    assert (found["as_declared"], found["calls"], len(found["findings"])) == (False, 12, 3)
    assert found["findings"][0]["with_it"] == ["default scope basic of client portal"]
    assert found["findings"][0]["unmanaged"] == "belongs to the portal team"
    assert found["findings"][1]["author"] == {"what": "made", "who": "admin", "when": "2026-11-26T20:15:00+00:00"}
    assert found["findings"][1]["declare"]["file"] == "environments/demo/teams/risk.yaml"
    assert [found["findings"][2][key] for key in ("declared", "live", "removable")] == ["external", "none", False]


@pytest.mark.parametrize("output_format", [AuditFormat.JSON, AuditFormat.SARIF])
def test_what_nobody_sees_is_escaped_in_json(output_format: AuditFormat) -> None:
    """A name that would steer a terminal, or turn its text round, is in JSON as escapes, and reads as it is."""
    name = "a\u009b2Jb\u202ec\U000e0041é"
    hostile = AuditFinding(Difference(State.UNDECLARED, Fact(Kind.CLIENT, "", name)))
    text = render(Audit("demo", "ml-demo", (hostile,), 1), output_format)

    assert name in json.dumps(json.loads(text), ensure_ascii=False)
    assert "a\\u009b2Jb\\u202ec\\udb40\\udc41é" in text


def test_sarif_names_a_rule_for_each_finding() -> None:
    """Code-review tools get errors where access differs, else warnings; what is left to others is suppressed."""
    (run,) = json.loads(render(AUDIT, AuditFormat.SARIF))["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}

    assert [(each["ruleId"], each["level"], "suppressions" in each) for each in run["results"]] == [
        ("AUDIT-CLIENT-UNDECLARED", "warning", True),
        ("AUDIT-PERSON-ROLE-UNDECLARED", "error", False),
        ("AUDIT-SETTING-DIFFERENT", "warning", False),
    ]
    assert {each["ruleId"] for each in run["results"]} <= rules


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("role x of person ada", "nothing was changed: no finding 'role x of person ada'"),
        ("client portal", "nothing was changed: no finding 'client portal'"),
        ("sslRequired of realm", "nothing was changed: 'sslRequired of realm' is nothing to remove"),
    ],
)
def test_what_cannot_be_removed(pattern: str, fault: str) -> None:
    """Something that is not found, is left to others, or was only changed, is not removed."""
    with pytest.raises(ToolError, match=fault) as refused:
        chosen_findings(AUDIT, [pattern])
    assert refused.value.exit_code == 2


def test_star_chooses_what_can_be_removed() -> None:
    """A star stands for any text; what a deployment puts back is passed over."""
    assert chosen_findings(AUDIT, ["role * of person ada"]) == (ROLE,)
    assert chosen_findings(AUDIT, ["*"]) == (ROLE,)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("a'b(c)", """make audit ENV=demo REMOVE="role a'b(c) of person ada\""""),
        ('x"; id; "', """python -m tools audit demo --remove 'role x"; id; " of person ada'"""),
        ("$(id)", "python -m tools audit demo --remove 'role $(id) of person ada'"),
        ("`id`", "python -m tools audit demo --remove 'role `id` of person ada'"),
        ("a\nb", "in Keycloak: its name has characters that nobody sees"),
    ],
)
def test_no_name_runs_in_a_shell(name: str, command: str) -> None:
    """Who may make a role in Keycloak runs nothing where its removal is copied from the report."""
    named = replace(ROLE, difference=Difference(State.UNDECLARED, Fact(Kind.PERSON_ROLE, "person ada", name)))
    lines = render(replace(AUDIT, findings=(named,)), AuditFormat.TABLE).splitlines()
    assert f"  remove it: {command}" in lines


@pytest.mark.parametrize(
    ("output_format", "shown"),
    [
        (AuditFormat.TABLE, r"role x\x1b[2J\rrealm is as declared\n of person ada is not declared"),
        (AuditFormat.MARKDOWN, r"- role x\\x1b\[2J\\rrealm is as declared\\n of person ada is not declared"),
    ],
)
def test_no_name_hides_a_finding(output_format: AuditFormat, shown: str) -> None:
    """A name with line breaks and control characters is one line, and shows them."""
    fact = Fact(Kind.PERSON_ROLE, "person ada", "x\x1b[2J\rrealm is as declared\n")
    named = replace(ROLE, difference=Difference(State.UNDECLARED, fact))
    report = render(replace(AUDIT, findings=(named,)), output_format)
    assert all(line.isprintable() for line in report.replace("\u200b", "").split("\n"))
    assert any(line.startswith(shown) for line in report.split("\n"))


def test_own_words_of_a_finding_choose_it_alone() -> None:
    """A thing whose name is a star does not take the others with it."""
    starred = replace(ROLE, difference=Difference(State.UNDECLARED, Fact(Kind.PERSON_ROLE, "person ada", "*")))
    audit = replace(AUDIT, findings=(ROLE, starred))
    assert chosen_findings(audit, ["role * of person ada"]) == (starred,)
    assert chosen_findings(audit, [r"role \* of person ada"]) == (starred,)


def test_what_is_left_alone_is_the_thing_alone() -> None:
    """An adopted realm that has a role called '*' leaves that one to others, and no role that is given later."""
    (left,) = unmanaged([Difference(State.UNDECLARED, Fact(Kind.PERSON_ROLE, "person ada", "*"))], [], {})
    assert left["what"] == r"role \* of person ada"
    assert not means(left["what"], ROLE.subject)


@pytest.mark.parametrize("what", ["*", "client *", "person **", "group *", "* x", "client"])
def test_pattern_names_a_thing(what: str) -> None:
    """A pattern that leaves everything of a kind to others is refused."""
    with pytest.raises(ValidationError, match="name a thing as make audit prints it"):
        UnmanagedProps(what=what, reason="belongs to the portal team")
