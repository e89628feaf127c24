"""The project's own environments, judged by every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.app import review_app
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from constructs_lib.guardrails.review import Review

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def reviews() -> dict[str, Review]:
    """Judge all environments."""
    return {review.environment: review for review in review_app(EnvironmentFiles().load_all())}


def test_none_has_an_error(reviews: dict[str, Review]) -> None:
    """What deviates from a rule stands in the environment's file, with its reason, and nothing else does."""
    assert {name: (review.errors, review.unused) for name, review in reviews.items()} == dict.fromkeys(
        reviews, ([], ())
    )


def test_machines_and_applications_deviate_in_grants_alone(reviews: dict[str, Review]) -> None:
    """Demo has every kind of client, mapper and grant that the constructs make: their defaults pass."""
    found = {
        finding.rule.id
        for finding in reviews["demo"].findings
        if type(finding.rule).__module__.split(".")[3] in {"clients", "tokens", "grants"}
    }

    assert found == {"KC-BROAD-GRANT", "KC-TEAM-EVERY-MODEL"}
