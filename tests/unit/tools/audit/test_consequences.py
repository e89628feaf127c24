"""What differences mean for access, and how they can be declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.audit.reviewed_stacks import stacks_of
from tests.support.declarations.declarations import declare
from tools.audit.comparison import Difference, State, compare
from tools.audit.consequences import Consequences
from tools.audit.declared.facts import declared_facts
from tools.audit.facts import Fact, Facts, Kind
from tools.audit.live.snapshot import Snapshot
from tools.audit.live.token_clients import TokenClients
from tools.audit.settling import Declaring
from tools.audit.wording import may

if TYPE_CHECKING:
    from stacks.environment import Environment

pytestmark = pytest.mark.unit

SCOPE_GIVEN = "scope model.churn-model.predict given to client payment-gateway by hand"
CLIENTS = TokenClients(logins=("notebook",), machines={"service account payment-gateway": "payment-gateway"})
ADA_MANAGES = Fact(Kind.PERSON_ROLE, "person ada", "model-api/credit-scorer:manage")
LINUS_JOINS = Fact(Kind.MEMBER, "/data-scientists", "person linus")
ALAN_LEADS = Fact(Kind.MEMBER, "/growth-leads", "person alan")
ALAN_ANALYSES = Fact(Kind.MEMBER, "/risk-analysts", "person alan")
GRACE_ANALYSES = Fact(Kind.MEMBER, "/risk-analysts", "person grace")
GATEWAY_PREDICTS = Fact(Kind.ACCOUNT_ROLE, "service account payment-gateway", "model-api/churn-model:predict")
GATEWAY_ASKS = Fact(Kind.OPTIONAL_SCOPE, "payment-gateway", "model.churn-model.predict")


@pytest.fixture(scope="module")
def declared() -> Facts:
    """What its stacks make true."""
    return declared_facts(Configuration(stacks_of("demo"))).facts


def texts(demo: Environment, declared: Facts, live: Facts) -> list[str]:
    """Return what it means that a realm is like this."""
    return [each.text for each in Consequences(demo, declared, live, CLIENTS).all()]


def test_nothing_differs(demo: Environment, declared: Facts) -> None:
    """Where the realm is as declared, nobody gains or loses."""
    assert texts(demo, declared, dict(declared)) == []


@pytest.mark.parametrize(
    ("added", "meaning"),
    [
        ((ADA_MANAGES,), ["ada can manage credit-scorer: role given by hand"]),
        (
            (ALAN_LEADS,),
            [
                "alan can manage every model: put into group /growth-leads by hand",
                "alan can predict with every model: put into group /growth-leads by hand",
            ],
        ),
        (
            (GATEWAY_PREDICTS,),
            [f"payment-gateway holds {GATEWAY_PREDICTS.name}, which no client puts into a token: role given by hand"],
        ),
        (
            (GATEWAY_PREDICTS, GATEWAY_ASKS),
            [f"payment-gateway can predict with churn-model: role given by hand, {SCOPE_GIVEN}"],
        ),
        ((GATEWAY_ASKS,), []),
    ],
)
def test_who_gains(demo: Environment, declared: Facts, added: tuple[Fact, ...], meaning: list[str]) -> None:
    """Whoever may do more is named, with what they may do and why; a role that no token holds is told as such."""
    assert texts(demo, declared, {**declared, **dict.fromkeys(added, "")}) == meaning


def test_who_loses(demo: Environment, declared: Facts) -> None:
    """Whoever may no longer do what is declared is named, unless another reason is left."""
    live = {fact: value for fact, value in declared.items() if fact not in (ALAN_ANALYSES, GRACE_ANALYSES)}

    assert texts(demo, declared, live) == [
        f"alan can no longer {what}: taken out of group /risk-analysts by hand"
        for what in ("predict with credit-scorer", "explain fraud-detector", "predict with fraud-detector")
    ]


@pytest.mark.parametrize(
    ("fact", "team", "yaml"),
    [
        (ADA_MANAGES, None, "people:\n  ada:\n    grants:\n      credit-scorer:\n      - manage\n"),
        (LINUS_JOINS, "growth", "people:\n  linus:\n    groups:\n    - data-scientists\n"),
        (GATEWAY_ASKS, "risk", "consumers:\n  payment-gateway:\n    grants:\n      churn-model:\n      - predict\n"),
        (
            Fact(Kind.GROUP_ROLE, "group /data-scientists", "model-api/every-model:manage"),
            None,
            "groups:\n  data-scientists:\n    '*':\n    - manage\n",
        ),
        (
            Fact(Kind.ACCOUNT_ROLE, "service account loan-batch", "model-api/model-api-access"),
            "risk",
            "consumers:\n  loan-batch:\n    every_model: true\n",
        ),
        (
            Fact(Kind.ROLE, "", "model-api/recommender:retrain"),
            None,
            "models:\n  recommender:\n    actions:\n    - retrain\n",
        ),
        (  # its only action is that of the default, which another one would replace
            Fact(Kind.ROLE, "", "model-api/churn-model:retrain"),
            None,
            "models:\n  churn-model:\n    actions:\n    - predict\n    - retrain\n",
        ),
        (Fact(Kind.ROLE, "", "model-api/pricing:predict"), None, "models:\n  pricing:\n    actions:\n    - predict\n"),
    ],
)
def test_how_it_is_declared(demo: Environment, fact: Fact, team: str | None, yaml: str) -> None:
    """What to add is YAML for the file that declares the person, group or consumer."""
    settling = Declaring(demo, Snapshot()).of(Difference(State.UNDECLARED, fact))

    assert settling
    assert (settling.team, settling.yaml) == (team, yaml)


@pytest.mark.parametrize(
    "fact",
    [
        Fact(Kind.PERSON_ROLE, "person ada", "realm-management/manage-users"),
        Fact(Kind.SCOPE, "", "by-hand"),
        Fact(Kind.ROLE, "", "model-api/ROLE_OLD"),
        Fact(Kind.ROLE, "", "model-api/fraud-detector:Re-train!"),
        Fact(Kind.ROLE, "", "model-api/every-model:retrain"),
        Fact(Kind.ROLE, "", "realm-management/fraud-detector:retrain"),
        Fact(Kind.ROLE, "", "fraud-detector:retrain"),
        ALAN_LEADS,  # a group of another team
        Fact(Kind.MEMBER, "/growth-leads/corp", "person ada"),
    ],
)
def test_what_no_key_says(demo: Environment, fact: Fact) -> None:
    """What no key of the environment files says has no YAML."""
    assert Declaring(demo, Snapshot()).of(Difference(State.UNDECLARED, fact)) is None
    assert [each.fact for each in compare({}, {fact: ""})] == [fact]


def test_client_at_which_people_log_in(demo: Environment, declared: Facts) -> None:
    """A client that somebody made, where people can log in, gets the roles that they hold."""
    made = Fact(Kind.CLIENT, "", "rogue")
    clients = TokenClients(logins=("notebook", "rogue"))

    found = Consequences(demo, declared, {**declared, made: ""}, clients).by_cause()

    assert [each.text for each in found[made]] == [
        "rogue gets tokens with roles of whoever logs in there: client made by hand"
    ]


def test_bound_role_is_told_by_what_it_allows() -> None:
    """Its name says nothing of the model; it can be declared as any other grant."""
    declaration = declare(
        models={"fraud": {"roles": {"predict": "legacy"}}}, consumers={"batch": {"every_model": True}}
    )
    assert may("scorer/legacy", AccessPolicy(declaration)) == "predict with fraud"
    assert may("other/legacy", AccessPolicy(declaration)) == "act with the role other/legacy"
    given = Difference(State.UNDECLARED, Fact(Kind.ACCOUNT_ROLE, "service account batch", "scorer/legacy"))
    settling = Declaring(declaration, Snapshot()).of(given)
    assert settling is not None
    assert settling.keys == {"consumers": {"batch": {"grants": {"fraud": ["predict"]}}}}
