"""The project's own environments, judged by every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.app import review_app
from stacks.backends import AzurermBackendProps, GcsBackendProps, PgBackendProps, S3BackendProps
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from constructs_lib.guardrails.review import Review
    from stacks.backends import BackendProps

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


@pytest.mark.slow
@pytest.mark.parametrize(
    "backend",
    [
        PgBackendProps(type="pg"),
        S3BackendProps(type="s3", bucket="states", region="eu-central-1"),
        GcsBackendProps(type="gcs", bucket="states"),
        AzurermBackendProps(type="azurerm", resource_group_name="g", storage_account_name="s", container_name="c"),
    ],
    ids=lambda backend: backend.type,
)
def test_every_backend_passes(backend: BackendProps) -> None:
    """States that teams' stacks read from each other are read where they are kept, whatever keeps them."""
    demo = EnvironmentFiles().load_all()["demo"]
    (review,) = review_app({"demo": demo.model_copy(update={"backend": backend, "exemptions": ()})})
    assert review.faults == ()
    assert not [finding for finding in review.findings if finding.rule.id in {"KC-BACKEND", "KC-LOCAL-STATE"}]
