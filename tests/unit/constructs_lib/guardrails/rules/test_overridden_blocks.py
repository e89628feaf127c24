"""Whatever an override changes of what our constructs made, it is found by comparing the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rules.handwritten.overridden import Overridden
from tests.support.declarations.overridden import add, faults_after, made, never, ours, override, remove

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

CLIENT, REALM, DIRECTORY = "keycloak_openid_client", "keycloak_realm", "keycloak_ldap_user_federation"
UI, PROVIDER = ("Applications_ui",), "keycloak_oidc_identity_provider"


def local(word: str, *keys: str, value: object) -> Change:
    """Return what writes into the local value whose name has a word."""

    def change(body: dict[str, Any]) -> None:
        (name,) = [name for name in body["locals"] if word in name]
        if not keys:
            body["locals"][name] = value
            return
        inner = body["locals"][name]
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = value

    return change


def section(name: str, **values: Any) -> Change:  # noqa: ANN401 - JSON
    """Return what adds to a section of the Terraform JSON."""
    return lambda body: body.setdefault(name, {}).update(values)


def level_of(change: Change) -> Level:
    """Return what the one finding after a change does."""
    body = made()
    change(body)
    (found,) = Overridden().judge(ours().configuration(body))
    return found.level or Overridden.level


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            override(CLIENT, *UI, consent_required="true"),
            "realm 'ml', client 'ui': consent_required is 'true', declared is false",
        ),
        (
            override(CLIENT, *UI, service_accounts_enabled=1),
            "realm 'ml', client 'ui': service_accounts_enabled is 1, declared is false",
        ),
        (
            override(CLIENT, *UI, require_pushed_authorization_requests=False),
            "realm 'ml', client 'ui': require_pushed_authorization_requests is false, which is not declared",
        ),
        (
            override(CLIENT, *UI, standard_token_exchange_refresh="SAME_SESSION"),
            "realm 'ml', client 'ui': standard_token_exchange_refresh is 'SAME_SESSION', which is not declared",
        ),
        (
            override(CLIENT, *UI, client_session_max_lifespan=None),
            "realm 'ml', client 'ui': client_session_max_lifespan is taken out, declared is '36000'",
        ),
        (
            override(DIRECTORY, username_ldap_attribute="mail"),
            "realm 'ml', user federation 'corp': username_ldap_attribute is 'mail', declared is 'sAMAccountName'",
        ),
        (
            override(DIRECTORY, kerberos={"server_principal": "HTTP/x"}),
            "realm 'ml', user federation 'corp': kerberos.server_principal is 'HTTP/x', which is not declared",
        ),
        (
            override("keycloak_ldap_user_attribute_mapper", "Attribute-email", ldap_attribute="description"),
            (
                "realm 'ml', keycloak_ldap_user_attribute_mapper 'email': ldap_attribute is 'description', "
                "declared is 'mail'"
            ),
        ),
        (
            override(PROVIDER, logout_url="https://evil.example"),
            "realm 'ml', identity provider 'okta': logout_url is 'https://evil.example', which is not declared",
        ),
        (
            override(REALM, action_token_generated_by_user_lifespan="240h"),
            "realm 'ml': action_token_generated_by_user_lifespan is '240h', which is not declared",
        ),
        (
            override("keycloak_realm_events", enabled_event_types=["LOGIN"]),
            "realm 'ml', keycloak_realm_events: enabled_event_types is [LOGIN], which is not declared",
        ),
        (
            override("keycloak_required_action", "Terms", enabled=True, default_action=True),
            "realm 'ml', keycloak_required_action 'TERMS_AND_CONDITIONS': enabled is true, declared is false",
        ),
        (
            never("keycloak_generic_protocol_mapper", "AccessTokenScope_sub"),
            "protocol mapper 'sub': count is 0, which is not declared",
        ),
        (
            never("keycloak_generic_protocol_mapper", "AccessTokenScope_sub", for_each={}),
            "protocol mapper 'sub': for_each is a block of 0, which is not declared",
        ),
        (remove("keycloak_user_groups"), "keycloak_user_groups: it is declared, and is taken out"),
        (
            override(REALM, lifecycle={"prevent_destroy": False}),
            (
                "realm 'ml': lifecycle.ignore_changes is taken out, "
                "declared is [login_theme, account_theme, admin_theme, email_theme]"
            ),
        ),
        (
            override("keycloak_generic_role_mapper", "Models_Gate", client_scope_id="${var.scope}"),
            (
                "keycloak_generic_role_mapper of each of 'stack': client_scope_id is '${var.scope}', "
                "declared is '${keycloak_openid_client_scope.Security_Models_Scope[each.key].id}'"
            ),
        ),
        (
            local("ModelActions", "fraud:explain", "scope", value="email"),
            "role 'fraud:explain': scope is 'email', declared is 'model.fraud.explain'",
        ),
        (
            local("Access_RoleIds", value="${merge(local.Security_Models_RoleIds_893085B4, {})}"),
            (
                "local value 'RoleIds': it is '${merge(local.Security_Models_RoleIds, {})}', "
                "declared is '${local.Security_Models_RoleIds}'"
            ),
        ),
        (
            section("locals", Security_Access_RoleIds_24394659=None),
            "local value 'RoleIds': it is taken out, declared is '${local.Security_Models_RoleIds}'",
        ),
        (
            lambda body: body["variable"]["scorer_client_secret"].update(default="hunter2"),
            "variable 'scorer_client_secret': default is …, which is not declared",
        ),
        (
            lambda body: body["terraform"].update(required_version=">= 0.12"),
            "stack 'stack': terraform.required_version is '>= 0.12', declared is '>= 1.11'",
        ),
        (
            lambda body: body["provider"]["keycloak"][0].update(root_ca_certificate="-----BEGIN"),
            "provider 'keycloak': root_ca_certificate is '-----BEGIN', which is not declared",
        ),
        (
            lambda body: body.update(
                moved=[{"from": "keycloak_role.Own", "to": "keycloak_role.Security_Realm_AccessRole_F90BCCEC"}]
            ),
            ("stack 'stack': a block 'moved' that is not declared names 'keycloak_role.Security_Realm_AccessRole'"),
        ),
        (
            section("output", **{"cross-stack-output-localRoles": {"value": "${local.Others}"}}),
            (
                "output 'cross-stack-output-localRoles': it tells other stacks another value than the one that it is "
                "called after"
            ),
        ),
    ],
)
def test_an_override_is_found(change: Change, fault: str) -> None:
    """By the words of the declaration, with both values, whatever block it is in."""
    assert fault in faults_after(Overridden(), change)


def test_what_is_ours_and_what_is_added_beside_passes() -> None:
    """What the construct made is as it was made, and whatever somebody adds is not compared."""
    own = add("keycloak_role", name="own")
    move: Change = lambda body: body.update(moved=[{"from": "keycloak_role.Old", "to": "keycloak_role.Own"}])  # noqa: E731
    told = section("output", **{"cross-stack-output-keycloak_roleXid": {"value": "${keycloak_role.X.id}"}})
    assert faults_after(Overridden()) == []
    assert faults_after(Overridden(), own, move, told, section("locals", mine="x"), section("variable", x={})) == []


@pytest.mark.parametrize(
    ("change", "level"),
    [
        (override(REALM, login_theme="example"), Level.WARNING),
        (override(REALM, display_name_html="<b>ML</b>"), Level.WARNING),
        (
            override(
                CLIENT,
                *UI,
                description="x",
            ),
            Level.WARNING,
        ),
        (override("keycloak_group", "plain_Group", description="x"), Level.WARNING),
        (override("keycloak_group", "plain_Group", name="x"), Level.ERROR),
        (override(CLIENT, *UI, client_id="x"), Level.ERROR),
        (override("keycloak_generic_protocol_mapper", "client_id", name="x"), Level.ERROR),
        (override(REALM, an_argument_of_tomorrow=True), Level.ERROR),
    ],
)
def test_only_texts_and_looks_are_warnings(change: Change, level: Level) -> None:
    """Whatever is not known to change texts or looks alone stops the synth."""
    assert level_of(change) is level


@pytest.mark.parametrize(
    "change",
    [
        override(DIRECTORY, bind_credential="hunter2"),
        override("keycloak_user", initial_password={"value": "hunter2", "temporary": False}),
        override(REALM, smtp_server={"host": "m", "from": "a@b.com", "auth": {"username": "u", "password": "hunter2"}}),
        override(CLIENT, *UI, extra_config={"client.secret": "hunter2"}),
        local("ModelActions", "fraud:explain", "password", value="hunter2"),
        section("locals", Security_Access_RoleIds_24394659={"secrets": ["hunter2"]}),
    ],
)
def test_no_secret_is_shown(change: Change) -> None:
    """What an argument that is called a secret is overridden with is not printed."""
    found = faults_after(Overridden(), change)
    assert found != []
    assert "hunter2" not in "".join(found)
