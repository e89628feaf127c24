"""Plans of a realm with several APIs say what the declaration says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.planned_differences import PlannedChange
from tests.support.declarations.simulated_plans import Simulated
from tests.support.declarations.synthesis import synthesize_stacks
from tests.support.declarations.told_changes import changed, lines, lines_of

if TYPE_CHECKING:
    from stacks.environment import Environment

pytestmark = [pytest.mark.unit, pytest.mark.slow]


@pytest.fixture(scope="module")
def base() -> Environment:
    """What docs/how-to/several-apis.md shows, with somebody in the group."""
    return changed(
        page_environment("several-apis"),
        "people",
        {
            "ada": {
                "email": "ada@example.com",
                "first_name": "Ada",
                "last_name": "Example",
                "groups": ["analysts"],
            }
        },
    )


@pytest.fixture(scope="module")
def applied(base: Environment) -> Simulated:
    """The same, applied."""
    return Simulated(synthesize_stacks("company", base))


def test_nothing_changes(base: Environment, applied: Simulated) -> None:
    """Plans of what is applied say nothing."""
    assert PlannedChange.of("company", base, base, applied).difference().is_empty


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("consumers/payment-gateway/grants", {"fraud-detector": ["predict"], "customer-profile": ["read"]}),
        ("consumers/feature-loader/every_model", ["scoring"]),
        ("consumers/payment-gateway/grants", {"*": ["predict"]}),
        ("consumers/trainer/grants", {"*": ["read"]}),
        ("people/ada/every_model", ["features"]),
        ("apis/features/audience", "https://store.example.com"),
        ("apis/features/introspection", True),
        ("apis/features/resource_parameter", True),
        ("apis/scoring/service_accounts", True),
        ("apis/scoring/lifespans", {"access_token": "2m"}),
    ],
)
def test_plan_tells_what_the_declaration_tells(base: Environment, applied: Simulated, path: str, value: object) -> None:
    """A change is told by the plan in the same words, and with the same weight, as by the files."""
    head = changed(base, path, value)
    assert lines(PlannedChange.of("company", base, head, applied).difference()) == lines_of(base, head)
    assert lines_of(base, head) != []
