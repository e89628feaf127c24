"""A person with a local account."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.props import LoginProps, PersonProps, RealmProps, SmtpProps
from tests.support.declarations.declarations import PERSON, build

pytestmark = pytest.mark.unit

SMTP = SmtpProps(host="smtp.example.com", sender="no-reply@example.com")
INVITED = PERSON.model_copy(update={"invite": True})
TERMS = RealmProps(name="ml-prod", smtp=SMTP, login=LoginProps(terms=True))


@pytest.mark.parametrize("field", ["email", "first_name", "last_name"])
def test_profile_fields_are_required(field: str) -> None:
    """Keycloak asks for names and e-mail before a login succeeds, so that they must be declared."""
    ada = PersonProps.model_validate(PERSON.model_dump(exclude={field}))
    with pytest.raises(DeclarationError, match=f"key 'people.ada.{field}' is required: add it"):
        build(people={"ada": ada})


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


def test_invited_person_has_no_first_password() -> None:
    """Neither the account nor the stack's variables know one; the link in the mail asks for it."""
    stack = build(realm=RealmProps(name="ml-prod", smtp=SMTP), people={"ada": INVITED})
    user = stack.resource("keycloak_user")
    assert "initial_password" not in user
    assert user["required_actions"] == ["UPDATE_PASSWORD", "VERIFY_EMAIL"]
    assert list(stack.json["variable"]) == ["scorer_client_secret"]


def test_address_that_is_known_is_not_verified() -> None:
    """What was declared to be true is not asked for."""
    known = INVITED.model_copy(update={"email_verified": True})
    user = build(realm=RealmProps(name="ml-prod", smtp=SMTP), people={"ada": known}).resource("keycloak_user")
    assert user["required_actions"] == ["UPDATE_PASSWORD"]


def test_invited_person_has_no_say_in_the_first_password() -> None:
    """Two ways to a password contradict each other."""
    with pytest.raises(ValidationError, match="remove temporary_password, or set invite to false"):
        PersonProps.model_validate({**PERSON.model_dump(), "invite": True, "temporary_password": False})


@pytest.mark.parametrize("person", [PERSON, INVITED])
def test_terms_are_asked_of_everybody(person: PersonProps) -> None:
    """The realm asks new accounts by default, and ours are told so: whichever Terraform makes first."""
    stack = build(realm=TERMS, people={"ada": person})
    assert "TERMS_AND_CONDITIONS" in stack.resource("keycloak_user")["required_actions"]
    (action,) = (
        each for each in stack.resources("keycloak_required_action") if each["alias"] == "TERMS_AND_CONDITIONS"
    )
    assert (action["alias"], action["enabled"], action["default_action"]) == ("TERMS_AND_CONDITIONS", True, True)


def test_nothing_is_asked_by_default() -> None:
    """Without terms and invitation an account starts with its temporary password alone."""
    stack = build(people={"ada": PERSON})
    assert "required_actions" not in stack.resource("keycloak_user")
    (terms,) = (each for each in stack.resources("keycloak_required_action") if each["alias"] == "TERMS_AND_CONDITIONS")
    assert (terms["enabled"], terms["default_action"]) == (False, False)


def test_what_the_person_did_is_not_planned_back() -> None:
    """A new password, a proven address, accepted terms, a chosen language and a linked account stay."""
    user = build(people={"ada": PERSON}).resource("keycloak_user")
    assert user["lifecycle"]["ignore_changes"] == [
        "attributes",
        "federated_identity",
        "required_actions",
        "email_verified",
    ]
