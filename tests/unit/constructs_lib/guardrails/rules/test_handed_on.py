"""Nothing that is added beside a declaration hands on what is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.rules.expressions.variable_decides import VariableDecides
from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from tests.support.declarations.beside import CLIENT, GROUP, ROLE, SCOPE, alone, by_default, data, of
from tests.support.declarations.overridden import add, faults_after, made, ours

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

UI, API = of(CLIENT, "Applications_ui"), of(CLIENT, "ApiClient")
ACCESS_ROLE, ACCESS_SCOPE = of(ROLE, "AccessRole"), of(SCOPE, "AccessRole")
PREDICT = '${local.Security_Access_RoleIds_24394659["fraud:predict"]}'
FLOW = of("keycloak_authentication_flow", "Browser", attribute="alias")
LEADS = of(GROUP, "leads_Group")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (add("keycloak_openid_audience_protocol_mapper", name="a", client_id=UI), "client_id refers to client 'ui'"),
        (add("keycloak_generic_protocol_mapper", name="a", client_id=UI), "client_id refers to client 'ui'"),
        (add("keycloak_something_of_tomorrow", target=UI), "target refers to client 'ui'"),
        (
            alone("keycloak_generic_role_mapper", client_id="${keycloak_openid_client.Mine.id}", role_id=ACCESS_ROLE),
            "role_id refers to role 'model-api-access'",
        ),
        (
            alone("keycloak_generic_role_mapper", client_id="${keycloak_openid_client.Mine.id}", role_id=PREDICT),
            "role_id refers to role 'fraud:predict'",
        ),
        (
            alone(
                "keycloak_generic_client_role_mapper", role_id="${keycloak_role.Mine.id}", client_scope_id=ACCESS_SCOPE
            ),
            "client_scope_id refers to client scope 'model-api-access'",
        ),
        (
            alone(
                "keycloak_openid_client_optional_scopes",
                client_id="${keycloak_openid_client.Mine.id}",
                optional_scopes=["ml-base", of(SCOPE, "AccessRole", attribute="name")],
            ),
            "optional_scopes refers to client scope 'model-api-access'",
        ),
        (
            add("keycloak_openid_client_default_scopes", client_id=UI, default_scopes=["openid"]),
            "client_id refers to client 'ui'",
        ),
        (
            add("keycloak_hardcoded_role_identity_provider_mapper", identity_provider_alias="okta", role="x"),
            "identity_provider_alias refers to identity provider 'okta'",
        ),
        (
            add("keycloak_hardcoded_group_identity_provider_mapper", identity_provider_alias="x", group="/leads/okta"),
            "group refers to group 'leads'",
        ),
        (
            add("keycloak_hardcoded_group_identity_provider_mapper", identity_provider_alias="x", group="/${var.g}"),
            "group refers to what may become group 'keyed'",
        ),
        (
            add("keycloak_ldap_hardcoded_role_mapper", ldap_user_federation_id=of("keycloak_ldap_user_federation")),
            "ldap_user_federation_id refers to user federation 'corp'",
        ),
        (
            add("keycloak_ldap_hardcoded_role_mapper", role="scorer.fraud:predict"),
            "role refers to role 'scorer.fraud:predict'",
        ),
        (
            add("keycloak_ldap_custom_mapper", config={"role": "scorer.model-api-access"}),
            "config refers to role 'scorer.model-api-access'",
        ),
        (
            alone(
                "keycloak_openid_audience_protocol_mapper",
                client_id="${keycloak_openid_client.Mine.id}",
                included_client_audience="scorer",
            ),
            "included_client_audience refers to client 'scorer'",
        ),
        (
            add("keycloak_generic_protocol_mapper", config={"claim.name": "groups", "claim.value": "leads"}),
            "config refers to group 'leads'",
        ),
        (
            add("keycloak_generic_protocol_mapper", config={"claim.name": "${var.c}", "claim.value": "leads"}),
            "config refers to group 'leads'",
        ),
        (add(GROUP, name="below", parent_id=LEADS), "parent_id refers to group 'leads'"),
        (add("keycloak_group_roles", group_id=LEADS, role_ids=[]), "group_id refers to group 'leads'"),
        (
            alone("keycloak_group_roles", group_id="${keycloak_group.Mine.id}", role_ids=[PREDICT], exhaustive=False),
            "role_ids refers to role 'fraud:predict'",
        ),
        (add("keycloak_user_roles", user_id=of("keycloak_user"), role_ids=[]), "user_id refers to user 'ada'"),
        (add("keycloak_group_memberships", group_id=LEADS, members=[]), "group_id refers to group 'leads'"),
        (
            alone("keycloak_group_memberships", group_id="${keycloak_group.Mine.id}", members=["ada"]),
            "members refers to user 'ada'",
        ),
        (add(ROLE, name="mine", composite_roles=[ACCESS_ROLE]), "composite_roles refers to role 'model-api-access'"),
        (add(ROLE, name="mine", client_id=API), "client_id refers to client 'scorer'"),
        (
            add("keycloak_authentication_execution", parent_flow_alias=FLOW, authenticator="x"),
            "parent_flow_alias refers to",
        ),
        (
            data(ROLE, "role_ids", "keycloak_user_roles", name="model-api-access"),
            "role_ids refers to role 'model-api-access'",
        ),
        (data(GROUP, "group_id", "keycloak_group_roles", name="${var.name}"), "group_id refers to group"),
        (data(GROUP, "group_id", "keycloak_group_roles", group_path="/leads"), "group_id refers to group"),
        (data(GROUP, "group_id", "keycloak_group_roles", group_path="leads"), "group_id refers to group"),
        (data(GROUP, "group_id", "keycloak_group_roles", group_path="/leads/x"), "group_id refers to group"),
        (data(GROUP, "group_id", "keycloak_group_roles", group_path="/x/leads"), "group_id refers to group"),
        (data(GROUP, "group_id", "keycloak_group_roles", group_path="${var.path}"), "group_id refers to group"),
        (
            data("keycloak_openid_client_service_account_user", "user_id", "keycloak_user_roles", client_id=UI),
            "user_id refers to keycloak_openid_client_service_account_user",
        ),
        (
            add("keycloak_generic_role_mapper", role_id="8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"),
            "role_id is an id that is written out: what it is the id of may be declared",
        ),
        (add("keycloak_ldap_role_mapper", client_id="scorer"), "client_id refers to client 'scorer'"),
        (
            add("keycloak_user", username="x", federated_identity={"identity_provider": "okta"}),
            "federated_identity refe",
        ),
        (add("keycloak_user", username="service-account-ui", **{"import": True}), "it is user 'service-account-ui' a"),
        (add("keycloak_user", username="bob", **{"import": "${var.x}"}), "it takes over what exists"),
        (data("keycloak_user", "user_id", "keycloak_user_roles", username="ADA"), "user_id refers to user 'ADA'"),
        (by_default("keycloak_ldap_hardcoded_group_mapper", "group", "/leads"), "group refers to group 'leads'"),
        (
            alone(
                "keycloak_openid_client_optional_scopes", client_id="${var.c}", optional_scopes=["model.fraud.predict"]
            ),
            "optional_scopes refers to client scope 'model.fraud.predict'",
        ),
        (
            add("keycloak_workflow", step=[{"uses": "join-group", "config": {"group": "/leads"}}]),
            "step refers to group 'leads'",
        ),
        (
            add("keycloak_something_of_tomorrow", step={"config": {"role": "scorer/fraud:predict"}}),
            "step refers to role 'scorer/fraud:predict'",
        ),
        (add("keycloak_something_of_tomorrow", entry=[{"group": "leads"}]), "entry refers to group 'leads'"),
        (add(CLIENT, client_id="scorer"), "it is client 'scorer' a second time"),
        (add("keycloak_saml_client", client_id="ui"), "it is client 'ui' a second time"),
        (add(GROUP, name="leads"), "it is group 'leads' a second time"),
        (
            add("keycloak_required_action", alias="TERMS_AND_CONDITIONS", enabled=True),
            "it is required action 'TERMS_AND_CONDITIONS' a second time",
        ),
        (
            alone(CLIENT, client_id="own", extra_config={"jwt.credential.issuer": "okta", "jwt.credential.sub": "x"}),
            "extra_config refers to identity provider 'okta'",
        ),
        (
            add("keycloak_openid_audience_protocol_mapper", realm_id="ML", client_id=UI),
            "client_id refers to client 'ui'",
        ),
        (add("keycloak_authentication_bindings", realm_id="ML"), "it sets for the whole realm"),
        (add("keycloak_realm", realm="ml"), "it is realm 'ml' a second time"),
    ],
)
def test_what_hands_on_something_declared_is_named(change: Change, fault: str) -> None:
    """By reference, by name or by an id, whatever the kind of the resource and of the argument."""
    found = [each.partition(": ")[2] for each in faults_after(HandedOn(), change)]
    assert [fault for each in found if each.startswith(fault)] == [fault]


@pytest.mark.parametrize("name", ["basic", "service_account", "web-origins"])
@pytest.mark.parametrize("kind", ["openid_audience_protocol_mapper", "generic_protocol_mapper", "generic_role_mapper"])
def test_what_is_added_to_a_scope_of_keycloaks_is_named(kind: str, name: str) -> None:
    """A mapper or role there is one of each declared client's, which has the scope by name."""
    (fault,) = faults_after(HandedOn(), data(SCOPE, "client_scope_id", f"keycloak_{kind}", name=name))
    assert fault.endswith(f": client_scope_id refers to client scope '{name}', which declared clients have")


@pytest.mark.parametrize(
    "change",
    [
        data(SCOPE, "default_scopes", "keycloak_openid_client_default_scopes", name="basic"),
        alone("keycloak_required_action", alias="CONFIGURE_TOTP", enabled=True),
        alone(
            "keycloak_openid_client_default_scopes",
            client_id="${keycloak_openid_client.Mine.id}",
            default_scopes=["basic", of(SCOPE, "AccessTokenScope", attribute="name"), "mine"],
        ),
        alone("keycloak_openid_client_default_scopes", client_id="${var.client}", default_scopes=["ml-base"]),
        alone("keycloak_group_roles", group_id="${keycloak_group.Mine.id}", role_ids=["${keycloak_role.Mine.id}"]),
        alone(GROUP, name="leads", parent_id="${keycloak_group.Mine.id}"),
        alone(
            CLIENT,
            client_id="other",
            authentication_flow_binding_overrides={"browser_id": of("keycloak_authentication_flow", "Browser")},
        ),
        alone("keycloak_openid_group_membership_protocol_mapper", client_id="${keycloak_openid_client.Mine.id}"),
        add("keycloak_group_roles", realm_id="other", group_id="${var.g}", role_ids=[]),
        add(CLIENT, realm_id="other", client_id="scorer"),
        add("keycloak_ldap_group_mapper", ldap_user_federation_id="${var.d}", groups_path="/mine"),
        add("keycloak_ldap_custom_mapper", provider_id="x-ldap-mapper"),
        add("keycloak_authentication_flow", alias="mine", provider_id="basic-flow"),
        alone(
            "keycloak_generic_protocol_mapper",
            client_id="${keycloak_openid_client.Mine.id}",
            config={"claim.name": "team", "claim.value": "leads", "user.attribute": "ui"},
        ),
        alone(
            "keycloak_generic_protocol_mapper",
            client_id="${keycloak_openid_client.Mine.id}",
            config={"claim.name": "leads", "user.attribute": "x"},
        ),
        lambda _: None,
    ],
)
def test_what_stays_by_itself_passes(change: Change) -> None:
    """Clients, scopes, roles and groups of somebody's own, with each other, in the declared realm or in another."""
    assert faults_after(HandedOn(), change) == []


def test_whom_a_variable_names_is_told() -> None:
    """What is added to a declared realm and names its client or source by a variable alone brings a warning."""
    body = made()
    body["variable"] |= {"client": {"type": "string"}, "alias": {"type": "string"}}
    add("keycloak_generic_protocol_mapper", client_id="${var.client}", name="n")(body)
    add("keycloak_hardcoded_role_identity_provider_mapper", identity_provider_alias="${var.alias}", role="mine")(body)
    configuration = ours().configuration(body)
    rule = HandedOn()
    assert list(rule.judge(configuration)) == []
    told = [each.fault.partition(" is a variable")[0] for each in VariableDecides([rule]).judge(configuration)]
    assert told == ["client_id", "identity_provider_alias"]
