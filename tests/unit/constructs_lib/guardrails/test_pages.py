"""What the how-to pages show, judged by every rule."""

from __future__ import annotations

import pytest

from stacks.app import review_app
from tests.support.declarations.page_snippets import page_environment

pytestmark = pytest.mark.unit

# The tests' Keycloak has no certificate, and a page about something else need not say where the state is kept.
OF_THE_TESTS = {"KC-TLS", "KC-LOCAL-STATE"}


@pytest.mark.parametrize("page", ["broker-identities", "federate-ldap", "token-exchange"])
def test_directories_and_brokers_pass_by_default(page: str) -> None:
    """Directories, identity providers and exchanging consumers, as the constructs make them, bring no error."""
    (review,) = review_app({"page": page_environment(page)})

    assert {finding.rule.id for finding in review.findings if finding.stops} <= OF_THE_TESTS
    assert {finding.rule.id for finding in review.findings} >= OF_THE_TESTS
