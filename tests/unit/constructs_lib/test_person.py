"""A person with a local account."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib.props import PersonProps
from tests.support.declarations import PERSON, build

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("field", ["email", "first_name", "last_name"])
def test_profile_fields_are_required(field: str) -> None:
    """Keycloak asks for names and e-mail before a login succeeds, so that they must be declared."""
    with pytest.raises(ValidationError):
        PersonProps.model_validate(PERSON.model_dump(exclude={field}))


def test_default_password_is_temporary_and_a_variable() -> None:
    """The first password is a reference, and must be changed at the first login."""
    user = build(people={"ada": PERSON}).resource("keycloak_user")
    assert user["initial_password"] == {"temporary": True, "value": "${var.ada_initial_password}"}


def test_person_without_grant_gets_no_role() -> None:
    """No assignment is emitted for somebody who was granted nothing."""
    assert build(people={"ada": PERSON}).resources("keycloak_user_roles") == []


def test_assignment_leaves_other_roles_alone() -> None:
    """The assignment is not exhaustive: default roles stay."""
    person = PersonProps.model_validate({**PERSON.model_dump(), "every_model": True})
    assert build(people={"ada": person}).resource("keycloak_user_roles")["exhaustive"] is False
