"""People whom nobody declares one by one are expected where the declaration says that they come from."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from stacks.environment_files import EnvironmentFiles
from stacks.unmanaged import UnmanagedProps
from tools.audit.facts import Fact, Facts, Kind
from tools.audit.live.outside_people import with_outside_people
from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

DIRECTORY = {"id": "d", "name": "corp-ldap", "providerType": "org.keycloak.storage.UserStorageProvider"}
USERS = [
    {"id": "1", "username": "marie", "federationLink": "d"},
    {"id": "2", "username": "lise"},
    {"id": "3", "username": "mallory"},
    {"id": "4", "username": "trudy", "federationLink": "another"},
]
PEOPLE = {Fact(Kind.PERSON, "", str(user["username"])): "" for user in USERS}
BROKERED = {Fact(Kind.PERSON_ROLE, f"person {name}", BROKERED_ROLE): "" for name in ("lise", "mallory")}
MEMBERS = {Fact(Kind.MEMBER, "/fraud-analysts/corp", f"person {name}"): "" for name in ("lise", "mallory")}
HIGHER = {Fact(Kind.MEMBER, "/fraud-analysts", "person lise"): ""}


def test_only_those_who_come_from_there() -> None:
    """A link to a declared source makes people expected, with role and subgroup; the role alone proves nothing."""
    live = {**PEOPLE, **BROKERED, **MEMBERS, **HIGHER}
    snapshot = Snapshot(users=USERS, links={"2": ["corp"], "3": []}, others={"components": [DIRECTORY]})

    expected = with_outside_people({}, live, snapshot, EnvironmentFiles().load("demo-federated"))

    assert sorted(expected) == [
        Fact(Kind.MEMBER, "/fraud-analysts/corp", "person lise"),
        Fact(Kind.PERSON, "", "lise"),
        Fact(Kind.PERSON, "", "marie"),
        Fact(Kind.PERSON_ROLE, "person lise", BROKERED_ROLE),
    ]


def test_external_people_are_expected_in_declared_groups() -> None:
    """Where somebody else puts people into groups, everybody in a declared group is expected, and nobody elsewhere."""
    member, elsewhere = (Fact(Kind.MEMBER, path, "person mallory") for path in ("/leads", "/others"))
    declared = EnvironmentFiles().load("demo-federated").model_copy(update={"external_people": True})
    snapshot = Snapshot(users=USERS, others={"components": []})

    expected = with_outside_people({}, {**PEOPLE, member: "", elsewhere: ""}, snapshot, declared)

    assert set(expected) == {*PEOPLE, member}


@pytest.mark.parametrize(("pattern", "names"), [("person *", {"marie", "mallory", "trudy"}), ("person mallory", set())])
def test_accounts_of_others(pattern: str, names: set[str]) -> None:
    """A pattern of `unmanaged` lets others make accounts; no role, group or password of theirs is expected with it.

    What a declared person has beyond the declaration is not expected either. One account by its name is told as before.
    """
    declared: Facts = {Fact(Kind.PERSON, "", "lise"): ""}
    settings = {Fact(Kind.SETTING, f"person {name}", "email"): "x" for name in ("lise", "mallory")}
    password = Fact(Kind.CREDENTIAL, "person mallory", "password")
    environment = EnvironmentFiles().load("dev")
    environment = environment.model_copy(
        update={"unmanaged": (UnmanagedProps(what=pattern, reason="others make accounts"),)}
    )
    live = {**PEOPLE, **settings, **BROKERED, **MEMBERS, **HIGHER, password: ""}

    expected = with_outside_people(declared, live, Snapshot(users=USERS, others={"components": []}), environment)

    found = {Fact(Kind.PERSON, "", name) for name in names}
    assert set(expected) == {
        *declared,
        *found,
        *(each for each in settings if each.owner == "person mallory" and names),
    }
