"""Who was given which grants, and where that is written."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.access_reasons import Reason
from constructs_lib.declaration.holders import Given, Holders
from constructs_lib.declaration.principals import Principal
from stacks.environment_files import EnvironmentFiles

pytestmark = pytest.mark.unit

HOLDERS = Holders(EnvironmentFiles().load("demo"))
FEDERATED = Holders(EnvironmentFiles().load("demo-federated"))


@pytest.mark.parametrize(
    "principal",
    [
        Principal("consumer", "nobody"),
        Principal("person", "nobody"),
        Principal("group", "group:none", None, "none"),
    ],
)
def test_nobody_holds_nothing(principal: Principal) -> None:
    """Who is not declared was not given nothing: the question is wrong."""
    with pytest.raises(KeyError):
        list(HOLDERS.given(principal))


def test_places() -> None:
    """Each grant of a person is found where it is written: at the person, or at the group, a team's file included."""
    assert [each.reason for each in HOLDERS.given(Principal("person", "grace", "risk"))] == [
        Reason("own", path=("teams", "risk", "people", "grace", "grants")),
        Reason("group", "risk-analysts", path=("teams", "risk", "groups", "risk-analysts")),
        Reason("group", "data-scientists", path=("groups", "data-scientists")),
    ]


def test_for_others() -> None:
    """What a machine may do for others is given apart from what it may do itself."""
    assert list(FEDERATED.given(Principal("consumer", "assistant"))) == [
        Given({}, Reason("own", path=("consumers", "assistant", "grants"))),
        Given(
            {"fraud-detector": ("predict",)},
            Reason("exchange", applications=("notebook",), path=("consumers", "assistant", "exchange", "models")),
        ),
    ]


def test_access_role() -> None:
    """It is held by consumers and people whose `every_model` says so, never by way of a group."""
    found = HOLDERS.access_role(Principal("consumer", "edge-forecaster", "growth"))
    assert found == Reason("every_model", path=("teams", "growth", "consumers", "edge-forecaster", "every_model"))
    assert HOLDERS.access_role(Principal("person", "ada")) is None
    assert FEDERATED.access_role(Principal("directory", "corp-ldap:ML Leads", None, "leads", "corp-ldap")) is None
