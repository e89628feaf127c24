"""User profile, texts, organizations and authorization, as they are declared and as they are."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from tools.audit.canonical import ANY_VALUE
from tools.audit.declared.facts import declared_facts
from tools.audit.facts import Fact, Kind
from tools.audit.live.parts import part_facts
from tools.audit.live.parts_reading import read_parts
from tools.audit.live.snapshot import Snapshot
from tools.keycloak.admin import RefusedCallError

pytestmark = pytest.mark.unit

CLIENT = {"id": "c", "clientId": "portal", "authorizationServicesEnabled": True}
PROFILE = {"attributes": [{"name": "team", "permissions": {"edit": ["user"]}}], "unmanagedAttributePolicy": "ENABLED"}
ANSWERS = {
    "users/profile": PROFILE,
    "localization": ["de"],
    "localization/de": {"loginTitle": "Anmelden"},
    "organizations": [{"id": "o", "name": "acme", "domains": [{"name": "acme.example.com"}]}],
    "organizations/o/members": [{"id": "1", "username": "ada"}],
    "clients/c/authz/resource-server/policy": [{"id": "p", "name": "everybody", "type": "user"}],
    "clients/c/authz/resource-server/resource": [{"_id": "r", "name": "door"}],
}


def read(path: str, **_: str) -> object:
    """Answer as Keycloak does; whoever asks may not see workflows."""
    if path == "workflows":
        raise RefusedCallError("no")
    return ANSWERS.get(path, [])


def test_all_of_it_is_read() -> None:
    """Each is a fact of its own; what the credentials may not read is named, with what that takes."""
    snapshot = Snapshot(realm={"organizationsEnabled": True}, clients=[CLIENT], users=[{"id": "1", "username": "ada"}])
    read_parts(snapshot, read)

    assert {fact for fact, _, _ in part_facts(snapshot)} == {
        Fact(Kind.SETTING, "realm", "userProfile.unmanagedAttributePolicy"),
        Fact(Kind.PROFILE, "", "attribute team"),
        Fact(Kind.TEXT, "locale de", "loginTitle"),
        Fact(Kind.ORGANIZATION, "", "acme"),
        Fact(Kind.ORGANIZATION_MEMBER, "acme", "person ada"),
        Fact(Kind.AUTHORIZATION, "client portal", "policy everybody"),
        Fact(Kind.AUTHORIZATION, "client portal", "resource door"),
    }
    assert snapshot.unread == {"workflows": "realm-admin"}


def test_resources_declare_it() -> None:
    """What somebody declares beside the construct is known by its name."""
    resources = {
        "keycloak_realm_localization": {"T": {"realm_id": "ml", "locale": "de", "texts": {"loginTitle": "Anmelden"}}},
        "keycloak_organization": {"O": {"realm": "ml", "name": "acme"}},
        "keycloak_realm_user_profile": {"P": {"realm_id": "ml", "attribute": [{"name": "team"}]}},
    }
    facts = declared_facts(Configuration({"ml": {"resource": resources}})).facts

    assert facts == {
        Fact(Kind.TEXT, "locale de", "loginTitle"): "Anmelden",
        Fact(Kind.ORGANIZATION, "", "acme"): ANY_VALUE,
        Fact(Kind.PROFILE, "", "attribute team"): ANY_VALUE,
        Fact(Kind.SETTING, "realm", "userProfile.unmanagedAttributePolicy"): ANY_VALUE,
    }
