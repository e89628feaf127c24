"""What stands on the page, what does not, and what of it can run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.valid_environment import VALID
from tests.support.reports.hostile import HOSTILE, WITH_HOSTILE_TEXTS
from tests.unit.tools.access.report.conftest import content, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.access.reading import ReadEnvironment

pytestmark = pytest.mark.unit

WITH_PEOPLE = (
    VALID
    + """\
models:
  scorer:
    description: ask anna.ops@example.com
groups:
  readers:
    scorer: [predict]
people:
  ada@example.com:
    email: ada.lovelace@example.com
    first_name: Ada
    last_name: Lovelace
    groups: [readers]
  ada@example.org:
    email: ada.other@example.org
    first_name: Other
    last_name: Person
    groups: [readers]
consumers:
  batch:
    description: batch of ops@example.com
    auth:
      method: mtls
      subject_dn: CN=batch,emailAddress=ops@example.com
    grants:
      scorer: [predict]
"""
)


class _Elements(HTMLParser):
    """Collects tags, attributes, and what stands in scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag if tag in self.texts else ""

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[self._inside].append(data)


def elements(text: str) -> _Elements:
    """Return what a browser makes of a page, near enough."""
    found = _Elements()
    found.feed(text)
    return found


def test_what_people_write_is_text(read: Callable[[str], ReadEnvironment]) -> None:
    """Names and descriptions bring no element, no attribute, no expression of the template, and end no script."""
    text = page(read(WITH_HOSTILE_TEXTS))
    found = elements(text)
    assert len(found.texts["script"]) == 3
    assert [tag for tag, _ in found.tags if tag in {"img", "iframe", "object", "link"}] == []
    assert [names for _, names in found.tags if any(name.startswith("on") or name == "style" for name in names)] == []
    shown = unescape(text)
    assert shown.count(HOSTILE) >= 4
    assert "<script>alert" not in text


def test_policy_allows_what_is_there_alone(product: Callable[[str], ReadEnvironment]) -> None:
    """The Content Security Policy names the hash of each script and style of the page, and no source."""
    found = elements(page(product("demo")))
    policy = next(names["content"] for tag, names in found.tags if names.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert {name: value for name, value in rules.items() if not name.startswith(("script", "style"))} == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    kinds = [names.get("type") for tag, names in found.tags if tag == "script"]
    assert kinds == ["application/json", None, None]
    assert rules["script-src"].split() == [_source(text) for text in found.texts["script"][1:]]
    assert rules["style-src"].split() == [_source(text) for text in found.texts["style"]]


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_no_address(read: Callable[[str], ReadEnvironment]) -> None:
    """E-mail addresses are cut wherever they stand, so that people stay apart; names too are for --people alone."""
    environment = read(WITH_PEOPLE)
    text = page(environment)
    assert re.findall(r"[\w.]+@[\w.]+", text) == []
    assert {"ada@…", "ada@…(2)", "anna.ops@…"} <= set(re.findall(r"[\w.]+@…(?:\(\d\))?", text))
    assert "Lovelace" not in text
    asked = page(environment, people=True)
    assert [each for each in ("ada.lovelace@example.com", "Ada Lovelace", "ada@example.org") if each not in asked] == []


@pytest.mark.parametrize("name", ["demo", "demo-federated"])
def test_matrix_is_the_review(product: Callable[[str], ReadEnvironment], name: str) -> None:
    """Every principal has a row and a page; every yes has its reasons, with the lines where they are declared."""
    environment = product(name)
    shown = content(environment)
    text = page(environment)
    for each in shown.pages:
        assert each.yes == environment.review.policy.reasons(each.principal)
        assert f'<tr data-p="{each.id}"' in text
        assert f'<article class="principal" id="{each.id}"' in text
        assert {pair for allowed in each.allowed for pair in allowed.pairs} == set(each.yes)
        assert {refused.pair for refused in each.refused} == set(shown.pairs) - set(each.yes)
        assert [
            because.place for allowed in each.allowed for because in allowed.because if because.place not in text
        ] == []
    document = json.loads(elements(text).texts["script"][0])
    assert [tuple(pair) for pair in document["pairs"]] == [(pair.model, pair.action) for pair in shown.pairs]
    known = {identifier for identifier, *_ in document["nodes"]}
    assert [edge for edge in document["edges"] if not {edge[0], edge[1]} <= known] == []


def test_changes_lead_to_whom_they_are_about(product: Callable[[str], ReadEnvironment]) -> None:
    """What changed since a revision is there, the weightiest first, with links; without a revision nothing says so."""
    environment = product("demo")
    teams = environment.environment.teams
    grace = teams["risk"].people["grace"].model_copy(update={"groups": ("risk-analysts",)})
    risk = teams["risk"].model_copy(update={"people": {**teams["risk"].people, "grace": grace}})
    before = environment.environment.model_copy(update={"teams": {**teams, "risk": risk}})
    text = unescape(page(environment, since=before))
    changes = text[text.index('id="changes"') :]
    (number,) = [f"p{index}" for index, each in enumerate(environment.review.principals) if str(each) == "person grace"]
    assert f'look first</b> <a href="#{number}">person grace</a> gains churn-model:predict' in changes
    assert "Nothing changes in who may do what." in page(environment, since=environment.environment)
    assert 'id="changes"' not in page(environment)


RULES = """\
access_rules:
  batch-works:
    always: {who: {consumer: batch}, may: scorer}
    reason: It scores at night
  batch-is-out:
    never: {who: {consumer: batch}, may: "*"}
    reason: A supplier runs the batch
"""


def test_rules_are_shown_with_who_breaks_them(read: Callable[[str], ReadEnvironment]) -> None:
    """Each rule says what it asks for, why, and which grant breaks it."""
    text = unescape(page(read(WITH_PEOPLE + RULES)))
    (kept, broken) = (
        re.search(rf"<code>{name}</code>.*?</tr>", text, re.DOTALL) for name in ("batch-works", "batch-is-out")
    )
    assert kept
    assert broken
    assert all(part in kept[0] for part in ("always: consumer batch may scorer", "It scores at night", ">yes</td>"))
    fault = "consumer batch may 'scorer:predict' (own grant), which access rule 'batch-is-out' forbids: A supplier runs"
    assert re.search(rf"environments/prod\.yaml:\d+: {re.escape(fault)}", broken[0])
    assert "never: consumer batch may *" in broken[0]


def test_page_without_rules_says_nothing_of_them(read: Callable[[str], ReadEnvironment]) -> None:
    """Most environments have none."""
    assert 'id="rules"' not in page(read(WITH_PEOPLE))


def test_page_names_each_of_several_apis(read: Callable[[str], ReadEnvironment]) -> None:
    """An environment with `apis` has a page too, which names all of them."""
    several = VALID.replace(
        "api:\n  client_id: scorer\n", "apis:\n  a:\n    client_id: scorer\n  b:\n    client_id: store\n"
    )
    models = "models:\n  scorer:\n    api: a\n  profile:\n    api: b\n"
    assert "<b>scorer</b>, <b>store</b>. Read" in page(read(several + models))
