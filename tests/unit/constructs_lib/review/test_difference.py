"""Who gains and who loses by a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.later import LATER_YEAR

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")
LATER, STILL_LATER = f"{LATER_YEAR}-01-31", f"{LATER_YEAR}-06-30"


def changed(environment: Environment, path: str, value: object) -> Environment:
    """Return an environment with one value changed; None removes it."""
    data: dict[str, Any] = environment.model_dump(exclude_unset=True)
    *keys, last = path.split("/")
    place = data
    for key in keys:
        place = place.setdefault(key, {})
    if value is None:
        del place[last]
    else:
        place[last] = value
    return Environment.model_validate(data)


def lines(base: Declaration, head: Declaration) -> list[str]:
    """Return the changes, each as a sentence with its weight."""
    return [f"{'!' if change.weighty else ' '} {change}" for change in Difference.of(base, head).changes]


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
    assert lines(DEMO, changed(DEMO, path, value)) == expected


def test_disabled_person_loses_everything() -> None:
    """It is said of everything, and why."""
    found = lines(DEMO, changed(DEMO, "people/ada/enabled", value=False))
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
    assert lines(base, first) == [
        "! consumer bb gains fraud:predict (a grant of its own; first access of team growth to models of risk)"
    ]
    assert lines(first, second) == ["  consumer cc gains fraud:predict (a grant of its own)"]


def test_star_weighs_and_names_everybody() -> None:
    """A `*` in a group reaches every member, and weighs, since it holds for models to come."""
    head = changed(DEMO, "teams/risk/groups/risk-analysts/*", ("explain",))
    kept = (
        "keeps fraud-detector:explain, now by *, which covers every later model too (group risk-analysts, by *; before:"
    )
    assert lines(DEMO, head) == [
        "! person alan gains credit-scorer:explain (group risk-analysts, by *)",
        "! person grace gains credit-scorer:explain (group risk-analysts, by *)",
        f"! person alan {kept} group risk-analysts)",
        f"! person grace {kept} group data-scientists; group risk-analysts)",
    ]
    assert all(line.startswith("  ") for line in lines(head, DEMO))


def test_people_whom_nobody_declares_are_named_as_such() -> None:
    """A moved mapping of a directory changes what people may do whom nobody can list here."""
    head = changed(FEDERATED, "federation/corp-ldap/groups/map", {"ML Fraud (EU)": "leads", "ML Leads": "leads"})
    found = Difference.of(FEDERATED, head).changes
    assert {(change.subject, change.undeclared) for change in found} == {("people of corp-ldap:ML Fraud (EU)", True)}
    assert "gain churn-model:predict (group leads (corp-ldap:ML Fraud (EU)), by *)" in [
        str(change).removeprefix("people of corp-ldap:ML Fraud (EU) ") for change in found
    ]


@pytest.mark.parametrize(
    ("base", "path", "value", "expected"),
    [
        (
            DEMO,
            "teams/risk/consumers/fraud-trainer/auth",
            {"method": "client_secret"},
            (
                "! consumer fraud-trainer: proves itself by a shared secret, client_secret (was: a signed assertion, "
                "private_key_jwt); may call: fraud-detector:explain, fraud-detector:predict"
            ),
        ),
        (
            DEMO,
            "applications/notebook/redirect_uris",
            ("http://127.0.0.1:8888/callback", "https://evil.example.com/cb"),
            (
                "! application notebook: logins may be sent to https://evil.example.com/cb, too "
                "(before: http://127.0.0.1:8888/callback)"
            ),
        ),
        (
            FEDERATED,
            "second_factor",
            {},
            (
                "! people of corp-ldap:ML Leads may log in without a second factor (was: one-time password); "
                "may call: *:predict"
            ),
        ),
        (
            FEDERATED,
            "realm/lifespans/access_token",
            "30m",
            (
                "! realm: access tokens are valid for 30 minutes (was: 5 minutes); "
                "for every client that has none of its own"
            ),
        ),
        (
            FEDERATED,
            "identity_providers/corp/issuer",
            "https://login.example.org",
            "! identity provider corp: issuer is now https://login.example.org (was: https://login.example.com)",
        ),
        (
            FEDERATED,
            "consumers/assistant/exchange/from_",
            ("notebook", "dashboard"),
            (
                "! consumer assistant: may exchange the tokens of people logged in to dashboard, and call as them, "
                "within what each of them may do: fraud-detector:predict"
            ),
        ),
        (
            FEDERATED,
            "applications/notebook/consent",
            False,
            "! application notebook: consent is now off (was: on)",
        ),
        (DEMO, "gateway/open", ("metrics",), "! gateway: new kind of requests that need no token: metrics"),
        (
            DEMO,
            "gateway/paths/actions",
            {"predict": ("POST /score/{model}",)},
            "! gateway: new route POST /score/{model}",
        ),
        (
            DEMO,
            "people/ada/email",
            "eve@example.com",
            "! person ada: the e-mail address that mails with links go to changes",
        ),
    ],
)
def test_ways_to_a_token(base: Environment, path: str, value: object, expected: str) -> None:
    """What makes it easier to get a token is told, and weighs; taking it back does not."""
    head = changed(base, path, value)
    assert expected in lines(base, head)
    assert Difference.of(base, head).has("risk")
    back = lines(head, base)
    assert back
    hidden_or_any = ("email", "issuer", "auth")  # a key that comes back is a new one
    assert path.endswith(hidden_or_any) or all(line.startswith("  ") for line in back)


def test_new_exemption_and_application() -> None:
    """What comes whole is told in one line."""
    exemption = {"rule": "KC-TLS", "resource": "demo/X/Y", "reason": "an invented reason"}
    head = changed(DEMO, "exemptions", (*DEMO.model_dump()["exemptions"], exemption))
    assert lines(DEMO, head) == ["! exemption KC-TLS demo/X/Y is new (an invented reason)"]
    head = changed(DEMO, "applications/ui", {"redirect_uris": ("https://ui.example.com/cb",)})
    assert lines(DEMO, head) == ["! application ui is new: tokens go to https://ui.example.com/cb"]
    assert lines(head, DEMO) == ["  application ui is removed"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("models/fraud-detector/description", "Scores all payments"),
        ("realm/display_name", "Another name"),
        ("gateway/upstream", "http://127.0.0.1:9000"),
        ("realm/login/locales", ("de",)),
    ],
)
def test_what_has_no_part_in_access(path: str, value: object) -> None:
    """Texts and looks are no change of access; what no rule knows is told as it is."""
    found = lines(DEMO, changed(DEMO, path, value))
    assert found == (
        ["  gateway: upstream is now http://127.0.0.1:9000 (was: http://127.0.0.1:8000)"] if "upstream" in path else []
    )


def test_models_come_and_go() -> None:
    """A model that nobody is granted is told, too: applications may ask for it."""
    head = changed(DEMO, "models/ranker", {"actions": ("predict", "explain"), "owner": "risk", "open_to": ()})
    found = lines(DEMO, head)
    assert found[-1] == "  model ranker is new: explain, predict"
    foreign = "first access of team growth to models of risk"
    assert f"! consumer edge-forecaster gains ranker:explain, ranker:predict (every_model; {foreign})" in found
    assert lines(head, DEMO)[-1] == "  model ranker is removed"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("models/fraud-detector/open_to", (), "  model fraud-detector: no longer team whose file may grant it: growth"),
        ("models/churn-model/open_to", "*", "! model churn-model: new team whose file may grant it: *"),
        (
            "models/recommender/open_to",
            (),
            "  model recommender: team whose file may grant it: is now none (was: left out)",
        ),
        ("teams/risk/consumers/loan-batch/access_token_lifespan", None, None),
        ("realm/brute_force", {"wait": "1s"}, "! realm: wait after a lockout is now 1 second (was: 1 minute)"),
        ("realm/brute_force", {"max_failures": 50}, "! realm: wrong passwords before a lockout is now 50 (was: 5)"),
        ("realm/attributes", {"acr.loa.map": "{}"}, "! realm: attribute acr.loa.map is now {} (was: left out)"),
    ],
)
def test_settings(path: str, value: object, expected: str | None) -> None:
    """Lists, durations and numbers are compared as what they are; a lifespan that is left out is the realm's."""
    expected = expected or "! consumer loan-batch: access tokens are valid for as long as the realm's (was: 2 minutes)"
    assert lines(DEMO, changed(DEMO, path, value))[0] == expected


def test_one_without_grants_comes_and_goes() -> None:
    """Who may do nothing can get a token all the same, and is told."""
    eve = {**DEMO.model_dump()["people"]["ada"], "groups": (), "grants": {}}
    head = changed(DEMO, "people/eve", eve)
    assert lines(DEMO, head) == ["  person eve is new, and may do nothing"]
    assert lines(head, DEMO) == ["  person eve is removed"]


def test_access_role_in_place_of_a_star() -> None:
    """The same may be done, by another role: what tokens hold differs."""
    star = changed(DEMO, "teams/risk/consumers/payment-gateway/grants", {"*": ("predict", "explain", "manage")})
    role = changed(DEMO, "teams/risk/consumers/payment-gateway", {"every_model": True})
    found = [line for line in lines(star, role) if "payment-gateway" in line]
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
    assert "  person ada joins group mlflow (applications read the claim groups)" in lines(base, head)
    assert "  person ada leaves group mlflow (applications read the claim groups)" in lines(head, base)


def test_renames_are_renames() -> None:
    """What is called otherwise gains and loses nothing: models, consumers, groups, people and applications."""
    data = DEMO.model_dump(exclude_unset=True)
    text = str(data)
    assert "fraud-detector" in text
    renamed = _renamed(data, {"fraud-detector": "fraud", "ada": "ada.l", "data-scientists": "scientists"})
    renamed["applications"] = {"lab": {**data["applications"]["notebook"], "renamed_from": "notebook"}}
    renamed["models"]["fraud"]["renamed_from"] = "fraud-detector"
    renamed["people"]["ada.l"]["renamed_from"] = "ada"
    renamed["renamed_groups"] = {"scientists": "data-scientists"}
    consumers = renamed["teams"]["risk"]["consumers"]
    consumers["loans"] = {**consumers.pop("loan-batch"), "renamed_from": "loan-batch"}
    head = Environment.model_validate(renamed)
    difference = Difference.of(DEMO, head)
    assert [str(change) for change in difference.changes] == []
    assert {(each.kind, each.old, each.new) for each in difference.renames} == {
        ("models", "fraud-detector", "fraud"),
        ("people", "ada", "ada.l"),
        ("groups", "data-scientists", "scientists"),
        ("applications", "notebook", "lab"),
        ("consumers", "loan-batch", "loans"),
    }
    settled = Environment.model_validate(_without(renamed, "renamed_from"))
    assert [str(change) for change in Difference.of(head, settled).changes] == [
        "model fraud no longer answers to its former name fraud-detector"
    ]


def test_renames_reach_directories_and_exchanges() -> None:
    """Mappings of directories and claims, and exchanges, are by the new names, too."""
    data = FEDERATED.model_dump(exclude_unset=True)
    data = _renamed(data, {"fraud-analysts": "analysts", "notebook": "lab"})
    data["renamed_groups"] = {"analysts": "fraud-analysts"}
    data["applications"]["lab"]["renamed_from"] = "notebook"
    difference = Difference.of(FEDERATED, Environment.model_validate(data))
    assert ([str(change) for change in difference.changes], len(difference.renames)) == ([], 2)


def test_nothing_changes() -> None:
    """The same declaration twice has no difference."""
    assert Difference.of(DEMO, DEMO).is_empty


def _renamed(value: Any, names: dict[str, str]) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


def _without(value: Any, key: str) -> Any:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        return {name: _without(inner, key) for name, inner in value.items() if name != key}
    return value


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
    assert lines(base, head) == [line.format("fraud-detector:predict") for line in expected]
