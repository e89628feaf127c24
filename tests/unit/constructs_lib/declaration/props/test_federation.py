"""Directories as they are declared."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib.declaration.props import FederationProps
from tests.support.declarations.people_sources import ldap

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "changed",
    [{"vendor": "openldap"}, {"bind": {}}, {"users": {}}, {"groups": {"dn": "ou=groups,dc=example", "map": {}}}],
    ids=["vendor", "no-reader", "no-people", "no-group"],
)
def test_incomplete_directory_is_refused(changed: dict[str, Any]) -> None:
    """A directory says what it is, who reads it, and where people are; a map of groups maps some."""
    with pytest.raises(ValidationError):
        FederationProps.model_validate(ldap(**changed))


@pytest.mark.parametrize(
    ("vendor", "username", "uuid", "rdn", "group_classes"),
    [
        ("ad", "sAMAccountName", "objectGUID", "cn", ("group",)),
        ("rhds", "uid", "nsuniqueid", "uid", ("groupOfNames",)),
        ("tivoli", "uid", "uniqueidentifier", "uid", ("groupOfNames",)),
        ("edirectory", "uid", "guid", "uid", ("groupOfNames",)),
        ("other", "uid", "entryUUID", "uid", ("groupOfNames",)),
    ],
)
def test_vendor_says_what_things_are_called(
    vendor: str, username: str, uuid: str, rdn: str, group_classes: tuple[str, ...]
) -> None:
    """Each vendor brings its names of attributes and object classes."""
    names = FederationProps.model_validate(ldap(vendor=vendor)).names
    found = (names.username_attribute, names.uuid_attribute, names.rdn_attribute, names.group_classes)
    assert found == (username, uuid, rdn, group_classes)


def test_what_is_declared_wins() -> None:
    """A directory with names of its own is taken at its word."""
    users = {"dn": "ou=people,dc=example", "username_attribute": "mail", "object_classes": ["person"]}
    groups = {"dn": "ou=groups,dc=example", "map": {"ML": "ml"}, "object_classes": ["posixGroup"]}
    names = FederationProps.model_validate(ldap(vendor="ad", users=users, groups=groups)).names
    found = (names.username_attribute, names.uuid_attribute, names.user_classes, names.group_classes)
    assert found == ("mail", "objectGUID", ("person",), ("posixGroup",))


def test_directory_is_only_read_by_default() -> None:
    """Nothing is written to it, its addresses are no proof, and it is asked for every token."""
    props = FederationProps.model_validate(ldap())
    assert (props.edit_mode, props.trust_email, props.cache) == ("read_only", False, None)
