"""Texts for people."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.checks.texts import text_findings
from constructs_lib.declaration.props import AccessProps, RealmProps, SmtpProps
from tests.support.declarations.declarations import NO_MAIL, declare, faults

pytestmark = pytest.mark.unit

SECRET = "pw: Summer2024!"
CONSUMER = {"consumers": {"batch": {"description": SECRET, "every_model": True}}}
APPLICATION = {"applications": {"ui": {"redirect_uris": ["https://ui.example.com/"], "description": SECRET}}}
SMTP = SmtpProps(host="smtp.example.com", sender="no-reply@example.com", sender_name=SECRET)


@pytest.mark.parametrize(
    ("parts", "subject", "path"),
    [
        ({"models": {"churn": {"description": SECRET}}}, ", model 'churn'", ("models", "churn", "description")),
        (CONSUMER, ", consumer 'batch'", ("consumers", "batch", "description")),
        (APPLICATION, ", application 'ui'", ("applications", "ui", "description")),
        (
            {"teams": {"risk": AccessProps.model_validate(CONSUMER)}},
            ", consumer 'batch'",
            ("teams", "risk", "consumers", "batch", "description"),
        ),
        ({"realm": RealmProps(name="ml-prod", smtp=SMTP)}, "", ("realm", "smtp", "sender_name")),
        (
            {"realm": RealmProps(name="ml-prod", login=NO_MAIL, display_name=SECRET)},
            "",
            ("realm", "display_name"),
        ),
    ],
)
def test_a_secret_in_a_text_is_one_fault_at_its_line(
    parts: dict[str, Any], subject: str, path: tuple[str, ...]
) -> None:
    """Who holds it is named, the secret is not repeated, and the path leads to its line."""
    declaration = declare(**parts)

    assert [finding.path for finding in text_findings(declaration)] == [path]
    assert faults(declaration)[0] == (
        f"realm 'ml-prod'{subject}: {path[-1]} holds a password in words: remove it, and replace the secret: "
        "it is known now"
    )


def test_other_texts_pass() -> None:
    """Words about passwords are none."""
    assert faults(declare(models={"churn": {"description": "Scores; its password is rotated, see the vault"}})) == []
