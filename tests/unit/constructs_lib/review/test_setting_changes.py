"""What makes a token easier or harder to get, or to use, is told with its weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.review.difference import Difference
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.told_changes import changed, lines_of

if TYPE_CHECKING:
    from stacks.environment import Environment

pytestmark = pytest.mark.unit

DEMO = EnvironmentFiles().load("demo")
FEDERATED = EnvironmentFiles().load("demo-federated")
BOUND = changed(DEMO, "teams/risk/consumers/fraud-trainer/dpop", value=True)


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
                "! application notebook: logins may be sent to https://evil.example.com/cb "
                "(beside: http://127.0.0.1:8888/callback)"
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
        (
            BOUND,
            "teams/risk/consumers/fraud-trainer/dpop",
            None,
            "! consumer fraud-trainer: tokens bound to a key (DPoP) is now left out (was: on)",
        ),
        (
            FEDERATED,
            "people/ada/invite",
            False,
            "! person ada: invitation by a mail with a link that sets the password is now off (was: on)",
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
    assert expected in lines_of(base, head)
    assert Difference.of(base, head).has("risk")
    back = lines_of(head, base)
    assert back
    hidden_or_any = ("email", "issuer", "auth", "invite")  # a key that comes back is a new one
    assert path.endswith(hidden_or_any) or all(line.startswith("  ") for line in back)


def test_new_exemption_and_application() -> None:
    """What comes whole is told in one line."""
    exemption = {"rule": "KC-TLS", "resource": "demo/X/Y", "reason": "an invented reason"}
    head = changed(DEMO, "exemptions", (*DEMO.model_dump()["exemptions"], exemption))
    assert lines_of(DEMO, head) == ["! exemption KC-TLS demo/X/Y is new (an invented reason)"]
    head = changed(DEMO, "applications/ui", {"redirect_uris": ("https://ui.example.com/cb",)})
    assert lines_of(DEMO, head) == [
        (
            "! application ui is new: whoever logs in to it gets a token for what they themselves may call, which goes "
            "to https://ui.example.com/cb"
        )
    ]
    assert lines_of(head, DEMO) == ["  application ui is removed"]


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
    found = lines_of(DEMO, changed(DEMO, path, value))
    assert found == (
        ["  gateway: upstream is now http://127.0.0.1:9000 (was: http://127.0.0.1:8000)"] if "upstream" in path else []
    )


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
    assert lines_of(DEMO, changed(DEMO, path, value))[0] == expected


def test_flags_that_are_off_in_a_block_that_comes_or_goes() -> None:
    """A flag that is off is told of what is there; with what it is part of, it comes and goes unsaid."""
    exchange = {"from": ("notebook",), "models": {"fraud-detector": ("predict",)}}
    trading = changed(DEMO, "teams/risk/consumers/loan-batch/exchange", exchange)
    acting = changed(trading, "teams/risk/consumers/loan-batch/exchange/delegation", value=True)
    for one, other in ((DEMO, trading), (trading, DEMO)):
        assert lines_of(one, other)
        assert not any("act" in line.split() or "act," in line for line in lines_of(one, other))
    told = "consumer loan-batch: claim act, by which gateways know who acts, is now"
    assert lines_of(trading, acting) == [f"  {told} on (was: off)"]
    assert lines_of(acting, trading) == [f"! {told} off (was: on)"]
