"""What Keycloak would refuse half-way, with 400 or 500, is refused in the file."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from constructs_lib.declaration.props import server_limits as limits
from constructs_lib.declaration.props import values
from tests.support.declarations.declarations import declare, faults
from tests.support.declarations.people_sources import OIDC
from tests.support.declarations.server_limits import REFUSED, TAKEN

pytestmark = pytest.mark.unit

KINDS = {
    "name": limits.PersonName,
    "email": values.Email,
    "policy": limits.PasswordPolicy,
    "text": limits.ShortText,
    "url": limits.StoredUrl,
    "redirect": limits.RedirectUri,
    "username": values.Username,
    "logout": limits.LogoutUri,
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, every in REFUSED.items() for value in every])
def test_what_keycloak_refuses_is_refused(kind: str, value: str) -> None:
    """The message says what would be right."""
    said = (
        "a person's name|an e-mail|a password policy|Keycloak stores|a URL is ASCII|in a URL two|a redirect|a username"
    )
    with pytest.raises(ValidationError, match=said):
        TypeAdapter(KINDS[kind]).validate_python(value)


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, every in TAKEN.items() for value in every])
def test_what_keycloak_takes_is_taken(kind: str, value: str) -> None:
    """No rule is stricter than the server."""
    assert TypeAdapter(KINDS[kind]).validate_python(value) == value


@pytest.mark.parametrize(
    "policy",
    [
        "length(8) and length(9)",
        "length(12) and ",
        " length(12)",
        "length (12)",
        "length(12) and  digits(1)",
        "length(-1)",
    ],
)
def test_policy_that_keycloak_writes_otherwise_is_refused(policy: str) -> None:
    """Keycloak takes it, and keeps another text: the plan would never settle."""
    with pytest.raises(ValidationError, match="a password policy is a list"):
        TypeAdapter(limits.PasswordPolicy).validate_python(policy)


def test_name_of_a_mapper_fits() -> None:
    """It is made of three names: each may be short enough, and all of them too long."""
    provider = {**OIDC, "claims": {"c" * 100: {"v" * 150: "analysts"}}}
    groups = {"groups": {"analysts": {"fraud": ["predict"]}}, "external_people": True}
    (fault,) = faults(declare(identity_providers={"corp": provider}, **groups))
    assert fault == (
        "realm 'ml-prod', identity provider 'corp': the mapper's name, which is group, claim and value, has more than "
        "255 characters: Keycloak stores no more, map a shorter value"
    )
