"""What an override takes from people: their second factor, and the mark of those of an identity provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.rules.grants.group_factor import GroupFactor
from constructs_lib.guardrails.rules.identity.brokered_people import BrokeredPeople
from constructs_lib.guardrails.rules.realm.second_factor_flow import SecondFactorFlow
from tests.support.declarations.overridden import add, faults_after, made, never, override, remove

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

ROLES, JOINED, GROUP = "keycloak_group_roles", "keycloak_user_groups", "keycloak_group"
OF_LEADS = ("Groups_leads_Roles",)
CLAIMS, DIRECTORY = "keycloak_custom_identity_provider_mapper", "keycloak_ldap_group_mapper"
MARK, EXECUTION = "keycloak_hardcoded_role_identity_provider_mapper", "keycloak_authentication_execution"
BINDINGS, OIDC = "keycloak_authentication_bindings", "keycloak_oidc_identity_provider"


NOT_MARKED = (
    "identity provider 'okta': no mapper gives the role 'identity-provider-person' to the people that it brings"
)


def reference(kind: str, *words: str) -> str:
    """Return the reference to the id of a resource whose name has some words."""
    names = [name for name in made()["resource"][kind] if all(word in name for word in words)]
    return f"${{{kind}.{names[0]}.id}}"


LEADS, PREDICT = reference(GROUP, "Groups_leads_Group"), '${keycloak_role.Security_Models_Role["fraud:predict"].id}'
OTP = reference("keycloak_role", "SecondFactor_otp")
LACKS_ROLE = (
    "realm 'ml', group 'leads': its members lack the role 'second-factor-otp', which the declaration gives to them"
)


@pytest.mark.parametrize(
    "change",
    [
        override(ROLES, *OF_LEADS, role_ids=[PREDICT]),
        override(ROLES, *OF_LEADS, role_ids=["${var.role}"]),
        override(ROLES, *OF_LEADS, role_ids="${var.roles}"),
        override(ROLES, *OF_LEADS, role_ids=[f"{OTP}${{var.suffix}}"]),
        override(ROLES, *OF_LEADS, role_ids=[f"${{var.x ? {OTP[2:-1]} : {OTP[2:-1]}}}"]),
        override(ROLES, *OF_LEADS, role_ids=[reference("keycloak_role", "SecondFactor_passkey")]),
        override(ROLES, *OF_LEADS, role_ids="${concat(var.roles, [" + OTP[2:-1] + "])}"),
        override(ROLES, *OF_LEADS, group_id="${var.group}"),
        override(ROLES, *OF_LEADS, group_id=reference(GROUP, "Groups_plain_Group")),
        override(ROLES, *OF_LEADS, realm_id="other"),
        never(ROLES, *OF_LEADS),
        never(ROLES, *OF_LEADS, count="${var.how_many}"),
        never(ROLES, *OF_LEADS, for_each={}),
        never(ROLES, *OF_LEADS, for_each="${var.some}"),
        remove(ROLES, *OF_LEADS),
        override("keycloak_role", "SecondFactor_otp", name="second-factor"),
    ],
)
def test_group_without_its_second_factor_is_refused(change: Change) -> None:
    """However the role is taken out of the group's roles, or the roles away from the group, that is named."""
    assert LACKS_ROLE in faults_after(GroupFactor(), change)


@pytest.mark.parametrize("group", [LEADS, "${var.group}", "8f0e9f0a-6a39-4c29-9d33-0f4f3b1c7a11"])
@pytest.mark.parametrize("exhaustive", [{}, {"exhaustive": True}, {"exhaustive": "${var.all}"}])
def test_second_list_of_the_groups_roles_is_refused(group: str, exhaustive: dict[str, object]) -> None:
    """A second resource that owns the roles of the group, or of one that nobody can tell, takes the role away."""
    found = faults_after(GroupFactor(), add(ROLES, group_id=group, role_ids=[PREDICT], **exhaustive))
    taken = ["realm 'ml', keycloak_group_roles: it takes the role 'second-factor-otp' away from 'leads'"]
    assert [each for each in found if "otp" in each] == taken


@pytest.mark.parametrize(
    "change",
    [
        remove(GROUP, "Groups_keyed_Group"),
        override(GROUP, "Groups_keyed_Group", name="k"),
        never(GROUP, "Groups_keyed_Group"),
    ],
)
def test_group_by_another_name_is_refused(change: Change) -> None:
    """A group that needs a second factor is made, under its name."""
    fault = "realm 'ml': the group 'keyed' needs a second factor, and is not made for sure"
    assert fault in faults_after(GroupFactor(), change)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (remove(JOINED), "user 'ada': it is not put into 'leads', as the declaration says"),
        (never(JOINED), "user 'ada': it is not put into 'leads', as the declaration says"),
        (
            override(JOINED, group_ids=["${var.group}"]),
            "user 'ada': it is not put into 'leads', as the declaration says",
        ),
        (
            add(JOINED, user_id=reference("keycloak_user", "ada"), group_ids=[]),
            "keycloak_user_groups: it takes 'ada' out of 'leads'",
        ),
        (
            add(JOINED, user_id="${var.user}", group_ids=[], exhaustive=True),
            "keycloak_user_groups: it takes 'ada' out of 'leads'",
        ),
        (
            add("keycloak_group_memberships", group_id=LEADS, members=["ada"]),
            "keycloak_group_memberships: it takes members of 'leads' away that it does not list",
        ),
        *(
            (change, f"group 'leads': it lacks the people of '{source}' whom the declaration puts into it")
            for source, change in (
                ("corp", remove(DIRECTORY)),
                ("corp", never(DIRECTORY)),
                ("corp", override(DIRECTORY, groups_ldap_filter="(cn=Nobody)")),
                ("corp", override(DIRECTORY, groups_path="/plain/corp")),
                ("corp", override(DIRECTORY, ldap_user_federation_id="${var.directory}")),
                ("corp", remove(GROUP, "leads_corp_Group")),
                ("okta", remove(CLAIMS, "leads_okta")),
                ("okta", override(CLAIMS, "leads_okta", identity_provider_alias="partner")),
                ("okta", override(CLAIMS, "leads_okta", extra_config={"group": "/plain", "syncMode": "FORCE"})),
                ("okta", override(GROUP, "leads_okta_Subgroup", parent_id=reference(GROUP, "Groups_plain_Group"))),
            )
        ),
    ],
)
def test_people_who_are_kept_out_of_the_group_are_refused(change: Change, fault: str) -> None:
    """Whom the declaration puts into a group with a second factor belongs to it, whoever says who they are."""
    assert f"realm 'ml', {fault}" in faults_after(GroupFactor(), change)


def test_declared_second_factors_pass() -> None:
    """What the construct makes passes, and so does a grant of one's own beside it."""
    more = add(ROLES, group_id=LEADS, role_ids=["${var.role}"], exhaustive=False)
    assert faults_after(GroupFactor()) == []
    assert faults_after(GroupFactor(), more) == []
    # Nobody comes from a directory, or a provider, that is not there.
    assert faults_after(GroupFactor(), remove(DIRECTORY), remove("keycloak_ldap_user_federation")) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        *(
            (
                change,
                NOT_MARKED,
            )
            for change in (
                remove(MARK, "okta"),
                never(MARK, "okta"),
                override(MARK, "okta", role="other"),
                override(MARK, "okta", identity_provider_alias="partner"),
                override(MARK, "okta", extra_config={"syncMode": "NONE"}),
            )
        ),
        (
            remove(ROLES, "leads_okta_Roles"),
            "group 'okta': its members lack the role 'identity-provider-person', which the declaration gives to them",
        ),
        (
            override(ROLES, "leads_okta_Roles", role_ids=[]),
            "group 'okta': its members lack the role 'identity-provider-person', which the declaration gives to them",
        ),
    ],
)
def test_people_of_a_provider_who_are_not_marked_are_refused(change: Change, fault: str) -> None:
    """Whoever comes from an identity provider has the role by which the login refuses their password."""
    assert faults_after(BrokeredPeople(), change) == [f"realm 'ml', {fault}"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (remove(EXECUTION, "FirstLogin-create", "confirm-link"), "it lacks 'idp-confirm-link REQUIRED'"),
        (never(EXECUTION, "FirstLogin-create", "deny-access"), "it lacks 'deny-access-authenticator REQUIRED'"),
        (override(OIDC, "okta", first_broker_login_flow_alias="first broker login"), "it is not declared"),
        (override(OIDC, "okta", first_broker_login_flow_alias="${var.flow}"), "it is not declared"),
    ],
)
def test_another_first_login_is_refused(change: Change, fault: str) -> None:
    """The first login through a declared provider has the steps that the declaration makes, or links too easily."""
    found = faults_after(BrokeredPeople(), change)
    assert [each.rpartition(": ")[2] for each in found if "'okta'" in each] == [fault]


@pytest.mark.parametrize("mode", ["FORCE", "LEGACY"])
def test_mark_of_who_merely_linked_an_account_is_refused(mode: str) -> None:
    """At every login the mark would take the second factor off accounts of the realm that somebody linked."""
    (found,) = faults_after(BrokeredPeople(), override(MARK, "okta", extra_config={"syncMode": mode}))
    assert found.startswith(
        "realm 'ml', identity provider 'okta': a mapper gives the role 'identity-provider-person' to"
    )


def test_declared_providers_pass() -> None:
    """What the construct makes passes, and so does a provider that is turned off by leaving it out."""
    assert faults_after(BrokeredPeople()) == []
    assert faults_after(BrokeredPeople(), remove(OIDC, "okta")) == []


def test_login_of_which_all_traces_are_taken_away_is_refused() -> None:
    """Without its roles and its flow the realm is still one whose people are declared to need a second factor."""
    changes = [
        remove("keycloak_role", "SecondFactor"),
        remove("keycloak_role", "BrokeredPeople"),
        remove("keycloak_authentication_execution_config"),
        override(BINDINGS, browser_flow="browser", reset_credentials_flow="reset credentials"),
    ]
    found = faults_after(SecondFactorFlow(), *changes)
    assert [each.partition(" is ")[0] for each in found] == [
        "realm 'ml': the role 'second-factor-otp', by which the login asks for a second factor,",
        "realm 'ml': the role 'second-factor-passkey', by which the login asks for a second factor,",
        "realm 'ml', keycloak_authentication_bindings: browser_flow",
        "realm 'ml', keycloak_authentication_bindings: reset_credentials_flow",
    ]


def test_declared_login_passes() -> None:
    """The flow that the construct makes of the declaration passes."""
    assert faults_after(SecondFactorFlow()) == []
