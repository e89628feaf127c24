"""Lifespans: of realm, API, applications and consumers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_lib.declaration.props import LifespanProps, RealmProps
from constructs_lib.declaration.props.values import duration_seconds
from tests.support.declarations.declarations import NO_MAIL, declare, faults

pytestmark = pytest.mark.unit

NOTEBOOK = "realm 'ml-prod', application 'notebook'"
DURATIONS = st.builds("{}{}".format, st.integers(1, 90), st.sampled_from("smhd"))


def of_realm(**lifespans: str) -> list[str]:
    """Return what is said of a realm's lifespans."""
    realm = RealmProps(name="ml-prod", login=NO_MAIL, lifespans=LifespanProps.model_validate(lifespans))
    return faults(declare(realm=realm))


def of_notebook(lifespans: dict[str, str], **values: object) -> list[str]:
    """Return what is said of an application's lifespans in a realm with the default ones."""
    notebook = {"redirect_uris": ["https://notebook.example.com/cb"], "lifespans": lifespans, **values}
    return faults(declare(applications={"notebook": notebook}))


@pytest.mark.parametrize(
    ("lifespans", "message"),
    [
        ({"access_token": "31m"}, "access_token must be shorter than lifespans.session_idle (30m), got '31m'"),
        ({"access_token": "30m"}, "access_token must be shorter than lifespans.session_idle (30m), got '30m'"),
        ({"session_idle": "11h"}, "session_idle must be shorter than lifespans.session_max (10h), got '11h'"),
        ({"offline_idle": "31d"}, "offline_idle must be shorter than lifespans.offline_max (30d), got '31d'"),
        ({"access_code": "61s"}, "access_code must not exceed 1m (ASVS 10.4.3), got '61s'"),
    ],
)
def test_realms_lifespans_are_in_order(lifespans: dict[str, str], message: str) -> None:
    """A token does not outlive its session, nor an idle limit its absolute one; a code lives a minute at most."""
    assert of_realm(**lifespans) == [f"realm 'ml-prod': lifespans.{message}"]


@settings(deadline=None)  # a busy machine is no fault
@given(st.tuples(DURATIONS, DURATIONS, DURATIONS))
def test_order_is_by_length_whatever_the_unit(spans: tuple[str, str, str]) -> None:
    """`90s` is longer than `1m`: durations are compared, not texts."""
    access, idle, longest = spans
    wrong = [low for low, high in ((access, idle), (idle, longest)) if duration_seconds(low) >= duration_seconds(high)]
    assert len(of_realm(access_token=access, session_idle=idle, session_max=longest)) == len(wrong)


@pytest.mark.parametrize(
    ("lifespans", "message"),
    [
        ({"access_token": "6m"}, "access_token must not exceed the realm's (5m), got '6m'"),
        ({"session_max": "11h"}, "session_max must not exceed the realm's (10h), got '11h'"),
        (
            {"session_idle": "5m"},
            (
                "session_idle must be longer than the realm's lifespans.access_token (5m), got '5m': "
                "set lifespans.access_token too"
            ),
        ),
        (
            {"session_max": "20m"},
            (
                "session_max must be longer than the realm's lifespans.session_idle (30m), got '20m': "
                "set lifespans.session_idle too"
            ),
        ),
        (
            {"session_idle": "20m", "session_max": "10m"},
            "session_idle must be shorter than lifespans.session_max (10m), got '20m'",
        ),
    ],
)
def test_application_lives_within_the_realm(lifespans: dict[str, str], message: str) -> None:
    """What an application sets is no longer than the realm's, and in order with what it inherits."""
    assert of_notebook(lifespans) == [f"{NOTEBOOK}: lifespans.{message}"]


def test_application_may_be_as_long_as_the_realm_and_shorter() -> None:
    """Equal to the realm's is allowed; so is anything shorter that is in order."""
    assert of_notebook({"access_token": "5m", "session_idle": "30m", "session_max": "10h"}) == []
    assert of_notebook({"access_token": "1m", "session_idle": "2m", "session_max": "3m"}) == []


def test_offline_lifespans_need_offline_access() -> None:
    """A lifespan of sessions that cannot be had is a mistake."""
    assert of_notebook({"offline_idle": "1d"}) == [
        (
            f"{NOTEBOOK}: lifespans.offline_idle is for offline sessions, which it may not ask for: "
            "set offline_access to true, or remove it"
        )
    ]
    assert of_notebook({"offline_idle": "1d"}, offline_access=True) == []


def test_api_and_consumers_are_bound_too() -> None:
    """Whoever gets tokens, none of them lives longer than the realm allows."""
    declared: dict[str, Any] = {
        "api": {"client_id": "scorer", "lifespans": {"access_token": "10m"}},
        "consumers": {"batch": {"grants": {"fraud": ["predict"]}, "access_token_lifespan": "1h"}},
    }
    assert faults(declare(**declared)) == [
        "realm 'ml-prod', client 'scorer': lifespans.access_token must not exceed the realm's (5m), got '10m'",
        (
            "realm 'ml-prod', consumer 'batch': access_token_lifespan must not exceed the realm's "
            "lifespans.access_token (5m), got '1h'"
        ),
    ]


def test_unresolved_lifespans_are_left_to_terraform() -> None:
    """A value that is known only at apply is not judged at synth."""
    assert of_realm(access_token="${var.lifespan}") == []
