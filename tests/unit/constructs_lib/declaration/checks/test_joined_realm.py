"""What cannot be declared of a realm that has its owner elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.declarations.declarations import PERSON, declare, faults
from tests.support.declarations.joined import joined
from tests.support.declarations.people_sources import OIDC, ldap

pytestmark = pytest.mark.unit

ELSEWHERE = "realm 'corp' has its owner elsewhere"
ASK = "remove it, and ask the realm's owner for it (docs/how-to/join-a-realm.md)"


@pytest.mark.parametrize(
    ("realm", "fault"),
    [
        ({"password_policy": "length(16)"}, "realm.password_policy: passwords are everybody's"),
        ({"login": {"remember_me": True}}, "realm.login: the login page is everybody's"),
        ({"brute_force": {}}, "realm.brute_force: the lockout after wrong passwords is the same for everybody"),
        ({"smtp": {"host": "m", "sender": "a@b.com"}}, "realm.smtp: mail is sent for the whole realm"),
        (
            {"lifespans": {"access_code": "30s"}},
            "realm.lifespans.access_code: the lifespan of codes is the same for all clients",
        ),
    ],
)
def test_keys_of_the_whole_realm_are_refused(realm: dict[str, Any], fault: str) -> None:
    """Each says whom it would be about, and whom to ask."""
    assert faults(joined(realm)) == [f"{ELSEWHERE}: {fault}: {ASK}"]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"federation": {"corp": ldap({})}}, "directory 'corp': a directory would bring its people into a realm"),
        ({"identity_providers": {"okta": OIDC}}, "identity provider 'okta': it would be on everybody's login page"),
        ({"second_factor": {"analysts": "otp"}}, "second factor of group 'analysts': what a login asks for is the"),
    ],
)
def test_who_somebody_is_the_owner_decides(values: dict[str, Any], fault: str) -> None:
    """Directories, identity providers and second factors are those of everybody in the realm."""
    (found,) = faults(joined(**values))
    assert found.startswith(f"{ELSEWHERE}: {fault}")


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        ({"email": "ada@example.com"}, "has an account that is the realm owner's: email is not ours: remove it"),
        ({"renamed_from": "lovelace"}, "has an account that is the realm owner's: renamed_from is not ours: rename"),
        ({}, ": nothing is given to it: add groups or grants, or remove it"),
    ],
)
def test_an_account_of_others_is_given_groups_and_grants_alone(person: dict[str, Any], fault: str) -> None:
    """Name, address and password are not ours to say, and an account that gets nothing need not be named."""
    grants = {"grants": {"fraud": ["predict"]}} if person else {}
    people = {"ada": {**person, **grants}, "grace": {"groups": ["analysts"]}}
    (found,) = faults(joined(people=people))
    assert found.startswith(f"realm 'corp', person 'ada'{'' if fault.startswith(':') else ' '}{fault}")


@pytest.mark.parametrize(
    ("prefix", "parts", "fault"),
    [
        (
            "realm",
            {"consumers": {"management": {"grants": {"fraud": ["predict"]}}}},
            (
                "realm 'corp': client 'management' becomes 'realm-management' with the prefix, which is Keycloak's own "
                "in every realm: choose another name"
            ),
        ),
        (
            "ml",
            {"consumers": {"scorer": {"grants": {"fraud": ["predict"]}}}, "api": {"client_id": "ml-scorer"}},
            "realm 'corp': 'scorer' and 'ml-scorer' are one client 'ml-scorer' with the prefix: rename one of the two",
        ),
        (
            "ml",
            {"consumers": {n: {"grants": {"fraud": ["predict"]}} for n in ("batch", "ml-batch-green")}},
            (
                "realm 'corp': client 'ml-batch-green' is kept for consumer 'batch' of the environment's own file, "
                "whose secret rotates to it: choose another name"
            ),
        ),
        (
            "web",
            {"api": {"client_id": "scorer", "access_role": "origins"}},
            "realm 'corp': access role 'origins' is a client scope's name already: choose another name",
        ),
        (
            "ml",
            {"api": {"client_id": "scorer", "access_role": "base"}},
            "realm 'corp': access role 'base' is a client scope's name already: choose another name",
        ),
    ],
)
def test_names_are_compared_as_they_are_in_the_realm(prefix: str, parts: dict[str, Any], fault: str) -> None:
    """With its prefix a name may be Keycloak's own, or that of another thing of ours."""
    assert faults(joined({"prefix": prefix}, **parts)) == [fault]


@pytest.mark.parametrize("former", ["ml-scorer", "ml-api", "ml-batch-green", "ml-job"])
def test_former_names_are_compared_as_they_are_in_the_realm(former: str) -> None:
    """A team does not get another's client by writing its name with the prefix."""
    risk = {"consumers": {"job": {"grants": {"fraud": ["predict"]}, "renamed_from": former}}}
    (fault,) = faults(
        joined(
            {"prefix": "ml"},
            api={"client_id": "api"},
            consumers={name: {"grants": {"fraud": ["predict"]}} for name in ("batch", "scorer")},
            teams={"risk": risk},
        )
    )
    assert fault.startswith("realm 'corp', client 'job': ")
    assert "renamed_from" in fault


def test_names_that_become_one_with_the_prefix_are_refused() -> None:
    """A name that begins with the prefix stays as it is."""
    consumers = {name: {"grants": {"fraud": ["predict"]}} for name in ("batch", "ml-batch")}
    assert faults(joined({"prefix": "ml"}, consumers=consumers)) == [
        "realm 'corp': 'ml-batch' and 'batch' are one client 'ml-batch' with the prefix: rename one of the two"
    ]


def test_a_prefix_is_for_a_realm_of_others() -> None:
    """In a realm of one's own there is nobody to be kept apart from."""
    assert faults(declare(realm={"name": "ml", "prefix": "ml", "login": {"verify_email": False}})) == [
        "realm 'ml': a prefix keeps names apart in a realm of others: remove it, or set owner to elsewhere"
    ]


def test_an_account_of_ours_needs_a_name_and_an_address() -> None:
    """What a realm of others has already, ours is told: as for any key that is missing."""
    people = {"ada": PERSON.model_dump(exclude_unset=True) | {"email": None}}
    assert faults(declare(people=people)) == ["key 'people.ada.email' is required: add it"]


def test_what_is_ours_may_be_declared() -> None:
    """Lifespans and signatures of our clients, groups, grants, machines and applications."""
    own = {"prefix": "ml", "lifespans": {"access_token": "3m"}, "signature_algorithm": "ES256"}
    assert faults(joined(own)) == []
