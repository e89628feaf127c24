"""What a page says of credentials, lifespans, ends and the picture."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.valid_environment import VALID
from tests.unit.tools.access.report.conftest import TODAY, content
from tools.access.report.endings import endings
from tools.access.report.fact import Fact
from tools.access.report.picture import Edge, edges

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.access.reading import ReadEnvironment

pytestmark = pytest.mark.unit

WITH_EXEMPTIONS = (
    VALID
    + """\
exemptions:
  - rule: KC-PKCE
    resource: prod/Security/x
    reason: ends well after the other one
    until: 2027-03-31
  - rule: KC-PKCE
    resource: prod/Security/y
    reason: ends within thirty days of today
    until: 2026-12-26
  - rule: KC-PKCE
    resource: prod/Security/z
    reason: never ends at all
"""
)


def facts_of(read: ReadEnvironment, name: str) -> dict[str, str]:
    """Return what the page says of somebody's credentials and lifespans."""
    (page,) = [page for page in content(read).pages if page.principal.name == name]
    return {fact.name: fact.text for fact in (*page.credentials, *page.lifespans)}


def test_credentials_say_how_strong_they_are(product: Callable[[str], ReadEnvironment]) -> None:
    """Each way to prove who one is has its words; a shared secret is one that a reviewer looks at."""
    demo = product("demo")
    pages = {page.principal.name: page for page in content(demo).pages}
    assert pages["payment-gateway"].credentials[0] == Fact(
        "Credential", "a shared secret: whoever has it is this consumer", warns=True
    )
    assert facts_of(demo, "loan-batch") == {
        "Credential": "assertions signed with its own key (ES256): published at https://loan-batch.example.com/jwks",
        "Tokens": "bound to nothing: who finds one can use it until it ends",
        "Access token": "2m",
    }
    assert facts_of(demo, "shop-frontend")["Credential"].endswith("which ends on 2126-10-31")
    assert facts_of(demo, "edge-forecaster")["Tokens"] == "bound to its TLS certificate"
    assert facts_of(demo, "churn-pipeline")["Subject"] == "repo:example/churn:ref:refs/heads/main"
    assert [fact.name for fact in pages["ada"].credentials] == ["Login", "Second factor"]


def test_people_of_elsewhere(product: Callable[[str], ReadEnvironment]) -> None:
    """Of people whom nobody declares the page says where they log in, by which second factor, and for how long."""
    federated = product("demo-federated")
    leads = facts_of(federated, "corp-ldap:ML Leads")
    assert leads["Login"] == "their password of directory corp-ldap, ldaps://ldap.example.com"
    assert leads["Second factor"] == "a one-time code, as group leads asks"
    assert leads["dashboard"] == "access token 1m; session 5m unused, 1h at the most"
    assert facts_of(federated, "corp:groups=ml-fraud")["Login"] == (
        "at identity provider corp (oidc, https://login.example.com)"
    )


def test_what_ends_comes_in_order(
    read: Callable[[str], ReadEnvironment], product: Callable[[str], ReadEnvironment]
) -> None:
    """The next one first, with days to go and its line; thirty days are soon; what has no end is not listed."""
    found = endings(read(WITH_EXEMPTIONS), TODAY)
    assert [(each.day, each.days, each.is_soon) for each in found] == [
        (dt.date(2026, 12, 26), 30, True),
        (dt.date(2027, 3, 31), 125, False),
    ]
    assert found[0].place == "environments/prod.yaml:17"
    certified = [*endings(product("demo"), TODAY), *endings(product("demo-federated"), TODAY)]
    assert [each.what for each in certified] == [
        "certificate of consumer shop-frontend",
        "signing certificate of identity provider partner",
    ]


def test_grants_that_end_are_listed(read: Callable[[str], ReadEnvironment]) -> None:
    """Those that have ended come first; each says what is granted to whom, and why."""
    grant = "{{actions: [predict], until: {}, reason: until the successor is there}}"
    text = f"""{VALID}models: {{fraud: {{}}}}
consumers:
  batch:
    grants:
      fraud: {grant.format("2027-01-31")}
      "*": {grant.format("2026-01-31")}
"""
    found = endings(read(text), TODAY)
    then = "past it, the next deployment takes it away: until the successor is there"
    assert [(each.day.year, each.is_soon, each.what, each.then) for each in found] == [
        (2026, True, "grant of *:predict to consumer batch", then),
        (2027, False, "grant of fraud:predict to consumer batch", then),
    ]


def test_picture_connects_what_belongs_together(product: Callable[[str], ReadEnvironment]) -> None:
    """Ways in lead to principals, these to groups, and both to models, or to every model."""
    federated = product("demo-federated")
    numbers = {principal.name: f"p{index}" for index, principal in enumerate(federated.review.principals)}
    found = set(edges(federated.review))
    assert {
        Edge("s:corp-ldap", numbers["corp-ldap:ML Leads"], "through"),
        Edge(numbers["corp-ldap:ML Leads"], "g:leads", "member"),
        Edge("g:leads", "every", "wide"),
        Edge("i:ci", numbers["nightly-evaluation"], "through"),
        Edge(numbers["nightly-evaluation"], "every", "wide"),
        Edge("a:notebook", numbers["assistant"], "exchange"),
        Edge(numbers["assistant"], "m:fraud-detector", "exchange"),
        Edge(numbers["fraud-service"], "m:fraud-detector", "grant"),
        Edge("a:notebook", numbers["ada"], "through"),
    } <= found
    assert not [edge for edge in found if edge.source == "g:leads" and edge.target != "every"]


def test_tokens_are_those_of_the_preview(product: Callable[[str], ReadEnvironment]) -> None:
    """A machine has one for itself, people one through each client; each asks for every scope of models."""
    federated = product("demo-federated")
    shown = {page.principal.name: page.tokens for page in content(federated).pages}
    (machine,) = shown["assistant"]
    assert machine.preview.client.client_id == "assistant"
    assert [token.preview.client.client_id for token in shown["ada"]] == ["notebook", "dashboard", "assistant"]
    claims = {claim.name: claim.values for claim in shown["ada"][0].claims}
    assert (claims["roles"], claims["scope"]) == (("churn-model:predict",), ("model.churn-model.predict",))
    assert shown["ada"][1].preview.lifespan_s == 60
    assert shown["ada"][0].preview.size > 0


def test_long_lists_are_cut(read: Callable[[str], ReadEnvironment]) -> None:
    """Of grants of every model a long row says how many there are; a claim shows its first values."""
    models = "".join(f"  model-{number}: {{actions: [predict, explain]}}\n" for number in range(30))
    text = (
        f"{VALID}models:\n{models}consumers:\n  batch:\n    grants:\n      '*': [predict]\n      model-1: [explain]\n"
    )
    (page,) = content(read(text)).pages
    assert [(entry.text, len(entry.pairs)) for entry in page.listed] == [
        ("30 models:predict", 30),
        ("model-1:explain", 1),
    ]
    roles = next(claim for claim in page.tokens[0].claims if claim.name == "roles")
    assert (len(roles.values), roles.more) == (20, 11)
