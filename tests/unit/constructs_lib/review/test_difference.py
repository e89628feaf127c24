"""Who gains and who loses by a change."""

from __future__ import annotations

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.later import LATER_YEAR
from tests.support.declarations.told_changes import changed, lines_of

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")
LATER, STILL_LATER = f"{LATER_YEAR}-01-31", f"{LATER_YEAR}-06-30"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (
            "teams/risk/consumers/payment-gateway/grants",
            {"fraud-detector": ("predict", "explain")},
            ["  consumer payment-gateway gains fraud-detector:explain (a grant of its own)"],
        ),
        (
            "teams/risk/consumers/payment-gateway/grants",
            {
                "fraud-detector": (
                    "predict",
                    {"actions": ("explain",), "until": LATER, "reason": "an audit of the year"},
                )
            },
            [f"  consumer payment-gateway gains fraud-detector:explain (a grant of its own, until {LATER})"],
        ),
        (
            "teams/risk/people/alan/grants",
            {},
            ["  person alan loses credit-scorer:manage (was: a grant of their own)"],
        ),
        (
            "teams/risk/groups/risk-analysts",
            {"fraud-detector": ("predict", "explain"), "credit-scorer": ("predict", "manage")},
            [
                "! person grace gains credit-scorer:manage (group risk-analysts)",
            ],
        ),
        (
            "people/ada/groups",
            (),
            [
                (
                    "  person ada loses churn-model:predict, credit-scorer:predict, forecaster:predict, "
                    "recommender:predict (was: group data-scientists, by *)"
                ),
                "  person ada loses fraud-detector:explain (was: group data-scientists)",
                ("  person ada loses fraud-detector:predict (was: group data-scientists; group data-scientists, by *)"),
            ],
        ),
    ],
)
def test_grants(path: str, value: object, expected: list[str]) -> None:
    """Each principal that gains or loses is named, with the reason, and nobody else is."""
    assert lines_of(DEMO, changed(DEMO, path, value)) == expected


def test_disabled_person_loses_everything() -> None:
    """It is said of everything, and why."""
    found = lines_of(DEMO, changed(DEMO, "people/ada/enabled", value=False))
    assert len(found) == 5
    assert all(line.startswith("  person ada") for line in found)
    assert found[-1] == "  person ada: enabled is now off (was: on)"


def test_first_access_of_a_team_to_anothers_model() -> None:
    """It weighs, the first time."""
    base = Environment.model_validate(
        {
            "keycloak": {"url": "https://sso.example.com"},
            "realm": {"name": "ml", "login": {"verify_email": False}},
            "api": {"client_id": "api"},
            "models": {"fraud": {"owner": "risk", "open_to": ["growth"]}, "churn": {"owner": "growth"}},
            "teams": {
                "risk": {"consumers": {"aa": {"grants": {"fraud": ["predict"]}}}},
                "growth": {
                    "consumers": {"bb": {"grants": {"churn": ["predict"]}}, "cc": {"grants": {"churn": ["predict"]}}}
                },
            },
        }
    )
    first = changed(base, "teams/growth/consumers/bb/grants/fraud", ("predict",))
    second = changed(first, "teams/growth/consumers/cc/grants/fraud", ("predict",))
    assert lines_of(base, first) == [
        "! consumer bb gains fraud:predict (a grant of its own; first access of team growth to models of risk)"
    ]
    assert lines_of(first, second) == ["  consumer cc gains fraud:predict (a grant of its own)"]


def test_star_weighs_and_names_everybody() -> None:
    """A `*` in a group reaches every member, and weighs, since it holds for models to come."""
    head = changed(DEMO, "teams/risk/groups/risk-analysts/*", ("explain",))
    kept = (
        "keeps fraud-detector:explain, now by *, which covers every later model too (group risk-analysts, by *; before:"
    )
    assert lines_of(DEMO, head) == [
        "! person alan gains credit-scorer:explain (group risk-analysts, by *)",
        "! person grace gains credit-scorer:explain (group risk-analysts, by *)",
        f"! person alan {kept} group risk-analysts)",
        f"! person grace {kept} group data-scientists; group risk-analysts)",
    ]
    assert all(line.startswith("  ") for line in lines_of(head, DEMO))


def test_people_whom_nobody_declares_are_named_as_such() -> None:
    """A moved mapping of a directory changes what people may do whom nobody can list here."""
    head = changed(FEDERATED, "federation/corp-ldap/groups/map", {"ML Fraud (EU)": "leads", "ML Leads": "leads"})
    found = Difference.of(FEDERATED, head).changes
    assert {(change.subject, change.undeclared) for change in found} == {("people of corp-ldap:ML Fraud (EU)", True)}
    assert "gain churn-model:predict (group leads (corp-ldap:ML Fraud (EU)), by *)" in [
        str(change).removeprefix("people of corp-ldap:ML Fraud (EU) ") for change in found
    ]


def test_models_come_and_go() -> None:
    """A model that nobody is granted is told, too: applications may ask for it."""
    head = changed(DEMO, "models/ranker", {"actions": ("predict", "explain"), "owner": "risk", "open_to": ()})
    found = lines_of(DEMO, head)
    assert found[-1] == "  model ranker is new: explain, predict"
    foreign = "first access of team growth to models of risk"
    assert f"! consumer edge-forecaster gains ranker:explain, ranker:predict (every_model; {foreign})" in found
    assert lines_of(head, DEMO)[-1] == "  model ranker is removed"


def test_one_without_grants_comes_and_goes() -> None:
    """Who may do nothing can get a token all the same, and is told."""
    eve = {**DEMO.model_dump()["people"]["ada"], "groups": (), "grants": {}}
    head = changed(DEMO, "people/eve", eve)
    assert lines_of(DEMO, head) == ["  person eve is new, and may do nothing"]
    assert lines_of(head, DEMO) == ["  person eve is removed"]


def test_access_role_in_place_of_a_star() -> None:
    """The same may be done, by another role: what tokens hold differs."""
    star = changed(DEMO, "teams/risk/consumers/payment-gateway/grants", {"*": ("predict", "explain", "manage")})
    role = changed(DEMO, "teams/risk/consumers/payment-gateway", {"every_model": True})
    found = [line for line in lines_of(star, role) if "payment-gateway" in line]
    assert len(found) == 2
    assert found[0].startswith("! consumer payment-gateway keeps ")
    assert found[0].endswith(
        ", now by every_model, which opens every later model too (every_model; before: a grant of its own, by *)"
    )
    assert found[1].endswith(", by every_model; no longer by *, which covers every later model too")


def test_groups_that_applications_read() -> None:
    """Where an application reads the claim groups, who joins a group gains by it."""
    base = changed(DEMO, "applications/notebook/groups_claim", value=True)
    base = changed(base, "groups/mlflow", {"fraud-detector": ("predict",)})
    head = changed(base, "people/ada/groups", ("data-scientists", "mlflow"))
    assert "  person ada joins group mlflow (applications read the claim groups)" in lines_of(base, head)
    assert "  person ada leaves group mlflow (applications read the claim groups)" in lines_of(head, base)


def test_nothing_changes() -> None:
    """The same declaration twice has no difference."""
    assert Difference.of(DEMO, DEMO).is_empty


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            LATER,
            STILL_LATER,
            [f"  consumer payment-gateway keeps {{}}, now until {STILL_LATER} (was: until {LATER})"],
        ),
        (LATER, None, [f"  consumer payment-gateway keeps {{}}, now without end (was: until {LATER})"]),
        (None, LATER, [f"  consumer payment-gateway keeps {{}}, but only until {LATER} (was: without end)"]),
        (
            LATER,
            "2026-01-31",
            [
                (
                    f"  consumer payment-gateway loses {{}} (was: a grant of its own, until {LATER}); "
                    "an outage if it still calls it"
                )
            ],
        ),
        ("2026-01-31", LATER, [f"  consumer payment-gateway gains {{}} (a grant of its own, until {LATER})"]),
        ("2026-01-31", "2026-02-28", []),
    ],
)
def test_end_of_a_grant(old: str | None, new: str | None, expected: list[str]) -> None:
    """A grant that holds for longer, or not as long, is kept; one that has ended allows nothing."""
    path = "teams/risk/consumers/payment-gateway/grants"
    base, head = (
        changed(
            DEMO,
            path,
            {
                "fraud-detector": ("predict",)
                if day is None
                else {"actions": ("predict",), "until": day, "reason": "an audit of the year"}
            },
        )
        for day in (old, new)
    )
    assert lines_of(base, head) == [line.format("fraud-detector:predict") for line in expected]
