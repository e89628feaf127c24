"""KC-DUPLICATE-EMAILS."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.realm.duplicate_emails import DuplicateEmails
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_duplicates_are_refused() -> None:
    """A realm that allows them is named."""
    realm = {"realm": "ml", "duplicate_emails_allowed": True}

    assert faults_of(DuplicateEmails(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': duplicate_emails_allowed is on"
    ]


@pytest.mark.parametrize("allowed", [False, None, "${var.allowed}"])
def test_unique_addresses_pass(allowed: object) -> None:
    """A realm without duplicates passes, by choice or by default."""
    realm = {"realm": "ml", "duplicate_emails_allowed": allowed}

    assert faults_of(DuplicateEmails(), {"keycloak_realm.Realm": realm}) == []
