"""The page about audits shows what an audit prints."""

from __future__ import annotations

import datetime as dt

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from stacks.environment_files import EnvironmentFiles
from tests.support.audit.reviewed_stacks import stacks_of
from tests.unit.docs.pages import PAGES
from tools.audit.audit import Audit
from tools.audit.comparison import compare
from tools.audit.consequences import Consequences
from tools.audit.declared.facts import declared_facts
from tools.audit.events import Author
from tools.audit.facts import Fact, Kind
from tools.audit.finding import AuditFinding
from tools.audit.formats import AuditFormat
from tools.audit.live.snapshot import Snapshot
from tools.audit.live.source import Call
from tools.audit.live.token_clients import TokenClients
from tools.audit.rendering import render
from tools.audit.settling import Declaring

pytestmark = pytest.mark.unit

BY_HAND = (
    Fact(Kind.MEMBER, "/growth-leads", "person alan"),
    Fact(Kind.PERSON_ROLE, "person ada", "model-api/credit-scorer:manage"),
)


def test_page_shows_what_is_printed() -> None:
    """The first block is what an audit of the demo says once somebody gave a role and a membership by hand."""
    (page,) = [page for page in PAGES if page.name == "docs/how-to/audit.md"]
    demo = EnvironmentFiles().load("demo")
    declared = declared_facts(Configuration(stacks_of("demo"))).facts
    live = declared | dict.fromkeys(BY_HAND, "")
    meaning = Consequences(demo, declared, live, TokenClients(logins=("notebook",))).by_cause()
    author = Author("made", "admin", dt.datetime(2026, 11, 26, 20, 23, tzinfo=dt.UTC))
    findings = tuple(
        AuditFinding(
            each,
            author,
            tuple(consequence.text for consequence in meaning[each.fact]),
            Declaring(demo, Snapshot()).of(each),
            Call("DELETE", "…"),
        )
        for each in compare(declared, live)
    )

    printed = render(Audit("demo", "ml-demo", findings, 0), AuditFormat.TABLE)

    assert f"$ make audit ENV=demo\n{printed}" in "".join(page.code("console"))
