"""Nothing that is added beside a declaration builds on what somebody made by hand in the realm, or Keycloak did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from tests.support.declarations.beside import CLIENT, GROUP, ROLE, SCOPE, alone, data
from tests.support.declarations.overridden import add, faults_after, made, ours

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

MINE = "${keycloak_openid_client.Mine.id}"
ACCOUNT = "keycloak_openid_client_service_account_user"
USER, PERSON = "keycloak_user", "${data.keycloak_user.Found.id}"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            data(SCOPE, "client_scope_id", "keycloak_generic_protocol_mapper", name="legacy"),
            "client_scope_id refers to client scope 'legacy'",
        ),
        (
            data(CLIENT, "client_id", "keycloak_openid_client_default_scopes", client_id="admin-cli"),
            "client_id refers to client 'admin-cli'",
        ),
        (data(GROUP, "group_id", "keycloak_group_roles", group_path="/x/mine"), "group_id refers to group"),
        (data(GROUP, "group_id", "keycloak_group_roles", name="x"), "group_id refers to group 'x'"),
        (data(ROLE, "role_id", "keycloak_generic_role_mapper", name="boss"), "role_id refers to role 'boss'"),
        (
            data(ROLE, "role_id", "keycloak_generic_client_role_mapper", name="mine", client_id="${var.c}"),
            "role_id refers to role 'mine'",
        ),
        (
            data(ACCOUNT, "user_id", "keycloak_user_roles", client_id="8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"),
            f"user_id refers to {ACCOUNT} '8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11'",
        ),
        (
            data("keycloak_authentication_flow", "authentication_flow_binding_overrides", CLIENT, alias="browser"),
            "overrides refers to keycloak_authentication_flow 'browser'",
        ),
        (
            data("keycloak_organization", "organization_id", GROUP, alias="x"),
            "organization_id refers to keycloak_organization 'x'",
        ),
        (
            alone("keycloak_openid_client_default_scopes", client_id=MINE, default_scopes=["basic", "legacy"]),
            "default_scopes names client scope 'legacy'",
        ),
        (
            alone("keycloak_saml_client_default_scopes", client_id=MINE, default_scopes=["legacy"]),
            "default_scopes names client scope 'legacy'",
        ),
        (
            add("keycloak_ldap_role_mapper", use_realm_roles_mapping=False, client_id="legacy"),
            "client_id names client 'legacy'",
        ),
        (add("keycloak_ldap_custom_mapper", config={"client.id": "legacy"}), "config names client 'legacy'"),
        (
            alone(
                "keycloak_openid_user_client_role_protocol_mapper",
                client_id=MINE,
                claim_name="x",
                client_id_for_role_mappings="realm-management",
            ),
            "client_id_for_role_mappings names client 'realm-management'",
        ),
        (
            add("keycloak_hardcoded_role_identity_provider_mapper", identity_provider_alias="legacy", role="x"),
            "identity_provider_alias names identity provider 'legacy'",
        ),
        (
            add(USER, username="x", federated_identity=[{"identity_provider": "legacy", "user_id": "1"}]),
            "federated_identity names identity provider 'legacy'",
        ),
        (
            add(CLIENT, client_id="own", extra_config={"jwt.credential.issuer": "legacy"}),
            "extra_config names identity provider 'legacy'",
        ),
    ],
)
def test_what_no_stack_makes_is_named(change: Change, fault: str) -> None:
    """By a data source or by its name: nobody who reviews the code sees what it is, or what it is tomorrow."""
    found = [each.partition(": ")[2] or each for each in faults_after(HandedOn(), change)]
    assert [each for each in found if each.endswith(f"{fault}, which no stack makes")] != []


@pytest.mark.parametrize("kind", ["keycloak_user_roles", "keycloak_user_groups"])
@pytest.mark.parametrize("whose", [PERSON, "${var.person}", "8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"])
@pytest.mark.parametrize("exhaustive", [{}, {"exhaustive": True}, {"exhaustive": "${var.x}"}])
def test_a_list_takes_nothing_from_people_of_elsewhere(kind: str, whose: str, exhaustive: dict[str, object]) -> None:
    """It takes away what a directory, an identity provider or a group gave: the mark that asks for a second factor."""
    body = data(USER, "user_id", kind, username="bob")
    fault = (
        f"realm 'ml', {kind}: it takes away what it does not list, and no stack makes its user_id: declared roles, too"
    )
    assert fault in faults_after(HandedOn(), body, add(kind, user_id=whose, **exhaustive))
    assert fault not in faults_after(HandedOn(), body, add(kind, user_id=whose, exhaustive=False))


@pytest.mark.parametrize(
    "change",
    [
        add("keycloak_user_groups", user_id=PERSON, exhaustive=False),
        alone("keycloak_group_memberships", group_id="${keycloak_group.Mine.id}", members=["bob"]),
        alone("keycloak_user_roles", user_id="${keycloak_openid_client.Mine.service_account_user_id}"),
        alone("keycloak_saml_client_default_scopes", client_id=MINE, default_scopes=["role_list", "mine"]),
    ],
)
def test_people_and_keycloaks_own_scopes_are_nobodys(change: Change) -> None:
    """People come from elsewhere, and whoever adds a group may put them into it; Keycloak's scopes are everybody's."""
    assert faults_after(HandedOn(), data(USER, "description", GROUP, username="bob"), change) == []


@pytest.mark.parametrize(
    ("kind", "named", "reference"),
    [
        (CLIENT, {"client_id": "mine"}, "keycloak_generic_protocol_mapper.client_id"),
        (SCOPE, {"name": "mine"}, "keycloak_generic_protocol_mapper.client_scope_id"),
        (GROUP, {"name": "mine"}, "keycloak_group_roles.group_id"),
        (GROUP, {"group_path": "/mine"}, "keycloak_group_roles.group_id"),
        (ROLE, {"name": "mine"}, "keycloak_generic_role_mapper.role_id"),
        (ACCOUNT, {"client_id": MINE}, "keycloak_user_roles.user_id"),
        (CLIENT, {"realm_id": "other", "client_id": "legacy"}, "keycloak_generic_protocol_mapper.client_id"),
    ],
)
def test_what_a_stack_makes_may_be_looked_up(kind: str, named: dict[str, str], reference: str) -> None:
    """A data source that finds what is in the code is a reference like any other; so is one of another realm."""
    to, _, argument = reference.partition(".")
    realm = named.get("realm_id", "ml")
    own = alone(to, realm_id=realm, exhaustive=False, **{argument: f"${{data.{kind}.Found.id}}"})

    def change(body: dict[str, dict[str, dict[str, object]]]) -> None:
        body.setdefault("data", {}).setdefault(kind, {})["Found"] = {"realm_id": "ml", **named}
        own(body)

    assert faults_after(HandedOn(), change) == []


@pytest.mark.parametrize(
    "name",
    [
        "${random_pet.P.id}",
        "${data.terraform_remote_state.other.outputs.client}",
        "${data.keycloak_client_description_converter.C.client_id}",
        "${lower(keycloak_openid_client.Mine.id)}",
    ],
)
def test_a_name_that_nobody_can_tell_is_unread(name: str) -> None:
    """What decides about it is no variable and nothing of the realm: KC-UNREAD tells of the argument."""
    body = made()
    alone("keycloak_generic_protocol_mapper", name="n", client_id=name)(body)
    body["data"] = {"keycloak_client_description_converter": {"C": {"realm_id": "ml", "body": "<x/>"}}}
    configuration = ours().configuration(body)
    (found,) = Unread([HandedOn()]).judge(configuration)
    assert found.fault == "client_id cannot be read before an apply"
    alone("keycloak_openid_client_group_policy", groups=[{"id": name}])(body)
    configuration = ours().configuration(body)
    assert "groups cannot be read before an apply" in [each.fault for each in Unread([HandedOn()]).judge(configuration)]


@pytest.mark.parametrize("made_there", [{"realm_id": "other"}, {"count": "${var.how_many}"}, {"count": 0}])
def test_what_is_made_elsewhere_or_maybe_is_not_made(made_there: dict[str, object]) -> None:
    """In another realm, or for sure nowhere: what is found here is somebody's all the same."""

    def change(body: dict[str, dict[str, dict[str, object]]]) -> None:
        body["resource"].setdefault(SCOPE, {})["There"] = {"realm_id": "ml", "name": "legacy", **made_there}
        body["variable"]["how_many"] = {"type": "number"}

    scopes = alone("keycloak_openid_client_optional_scopes", client_id=MINE, optional_scopes=["legacy"])
    found = [each.partition(": ")[2] for each in faults_after(HandedOn(), scopes, change)]
    assert "optional_scopes names client scope 'legacy', which no stack makes" in found


def test_people_of_another_source_are_told() -> None:
    """A directory or an identity provider lets in whom the declaration does not know; a link lets nobody in."""
    fault = "people of it log in, of whom the declaration says nothing"
    for kind in ("keycloak_ldap_user_federation", "keycloak_oidc_identity_provider"):
        assert [each.partition(": ")[2] for each in faults_after(HandedOn(), add(kind, link_only="${var.x}"))] == [
            fault
        ]
    assert faults_after(HandedOn(), add("keycloak_oidc_identity_provider", alias="x", link_only=True)) == []
