"""Local accounts."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.people.local_user import LocalUser
from constructs_lib.guardrails.rules.people.permanent_password import PermanentPassword
from constructs_lib.guardrails.rules.people.team_person import TeamPerson
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


def test_local_account_is_refused() -> None:
    """An account with nothing behind it is named."""
    assert faults_of(LocalUser(), {"keycloak_user.Ada": {"realm_id": "ml", "username": "ada"}}) == [
        "realm 'ml', user 'ada': it is a local account"
    ]


@pytest.mark.parametrize("identity", [[], "${[]}"])
def test_account_linked_to_nothing_is_refused(identity: object) -> None:
    """A list without a link is no link."""
    user = {"realm_id": "ml", "username": "ada", "federated_identity": identity}

    assert faults_of(LocalUser(), {"keycloak_user.Ada": user}) == ["realm 'ml', user 'ada': it is a local account"]


CORP = {"keycloak_oidc_identity_provider.Corp": {"realm": "ml", "alias": "corp"}}


@pytest.mark.parametrize(
    ("alias", "provider"),
    [
        ("corp", {}),
        ("nobody", {"realm": "ml", "alias": "corp"}),
        ("corp", {"realm": "other", "alias": "corp"}),
        ("corp", {"realm": "ml", "alias": "corp", "enabled": False}),
        ("corp", {"realm": "ml", "alias": "corp", "link_only": "true"}),
    ],
)
def test_account_linked_to_a_provider_that_logs_nobody_in_is_refused(alias: str, provider: dict[str, object]) -> None:
    """A provider that is not declared, of another realm, off, or for workloads alone vouches for nobody."""
    resources = {"keycloak_oidc_identity_provider.P": provider} if provider else {}
    identity = {"identity_provider": alias, "user_id": "1", "user_name": "ada"}
    for written in (identity, [identity]):
        user = {"realm_id": "ml", "username": "ada", "federated_identity": written}
        assert faults_of(LocalUser(), {**resources, "keycloak_user.Ada": user}) == [
            f"realm 'ml', user 'ada': its identity provider is '{alias}', by which nobody logs in to the realm"
        ]


def test_each_link_of_an_account_is_judged() -> None:
    """One link that is right does not excuse another, nor one without a provider."""
    links = [{"identity_provider": "corp"}, {"identity_provider": "gone"}, {"user_id": "1"}]
    user = {"realm_id": "ml", "username": "ada", "federated_identity": links}
    assert [each.partition(": ")[2] for each in faults_of(LocalUser(), {**CORP, "keycloak_user.Ada": user})] == [
        "its identity provider is 'gone', by which nobody logs in to the realm",
        "its identity provider is none, by which nobody logs in to the realm",
    ]


def test_linked_account_with_a_password_is_refused() -> None:
    """A password of its own outlives the account at the provider."""
    identity = {"identity_provider": "corp", "user_id": "1", "user_name": "ada"}
    user = {
        "realm_id": "ml",
        "username": "ada",
        "federated_identity": identity,
        "initial_password": {"value": "${var.p}"},
    }
    assert faults_of(LocalUser(), {**CORP, "keycloak_user.Ada": user}) == [
        "realm 'ml', user 'ada': it has a password beside its identity provider"
    ]


@pytest.mark.parametrize("links", ['${var.x ? "corp" : "gone"}', "corp${var.x}"])
def test_link_that_is_hidden_cannot_be_read(links: str) -> None:
    """An alias that an expression decides about is KC-UNREAD's to refuse."""
    user = {"realm_id": "ml", "username": "ada", "federated_identity": {"identity_provider": links}}
    assert faults_of(Unread([LocalUser()]), {**CORP, "keycloak_user.Ada": user}) == [
        "realm 'ml', user 'ada': federated_identity.identity_provider cannot be read before an apply"
    ]


def test_links_that_may_be_none_cannot_be_read() -> None:
    """Blocks that may be there, or may not, are KC-UNREAD's to refuse."""
    dynamic = {"federated_identity": {"for_each": "${var.x ? [1] : []}", "content": {"identity_provider": "corp"}}}
    user = {"realm_id": "ml", "username": "ada", "dynamic": dynamic}
    assert faults_of(Unread([LocalUser()]), {**CORP, "keycloak_user.Ada": user}) == [
        "realm 'ml', user 'ada': federated_identity cannot be read before an apply"
    ]


@pytest.mark.parametrize("alias", ["corp", "${keycloak_oidc_identity_provider.Corp.alias}", "${var.alias}"])
def test_linked_account_passes(alias: str) -> None:
    """An account of an identity provider of the realm passes, and one whose provider only an apply knows."""
    identity = {"identity_provider": alias, "user_id": "1", "user_name": "ada"}
    for realm in ("ml", "${keycloak_oidc_identity_provider.Corp.realm}"):
        user = {"realm_id": realm, "username": "ada", "federated_identity": identity}
        assert faults_of(LocalUser(), {**CORP, "keycloak_user.Ada": user}) == []


@pytest.mark.parametrize("password", [{}, {"temporary": False}])
def test_permanent_password_is_refused(password: dict[str, object]) -> None:
    """A password that stays, by choice or by default, is named."""
    user = {"realm_id": "ml", "username": "ada", "initial_password": {"value": "${var.password}", **password}}

    assert faults_of(PermanentPassword(), {"keycloak_user.Ada": user}) == [
        "realm 'ml', user 'ada': its first password is permanent"
    ]


@pytest.mark.parametrize("password", [None, {"temporary": True}, [{"temporary": True}], {"temporary": "${var.t}"}])
def test_temporary_password_passes(password: object) -> None:
    """A temporary password, none, and what is known only at apply pass."""
    user = {"username": "ada", "initial_password": password}

    assert faults_of(PermanentPassword(), {"keycloak_user.Ada": user}) == []


TEAM_PERSON = {**CORP, "keycloak_user.Ada": {"realm_id": "ml", "username": "ada"}}


def test_account_of_a_team_is_refused_beside_a_provider() -> None:
    """Who comes from the provider would be told to link it."""
    assert faults_of(TeamPerson(), TEAM_PERSON, stack="ml-team-risk") == [
        "realm 'ml', user 'ada': a team's file makes this account"
    ]


@pytest.mark.parametrize(
    ("stack", "resources"),
    [
        ("ml-shared", {}),
        ("ml-team-risk", {"keycloak_realm.Realm": {"realm": "ml"}}),
        ("ml-team-risk", {"keycloak_oidc_identity_provider.Corp": {"realm": "ml", "alias": "ci", "link_only": True}}),
    ],
)
def test_account_that_nobody_is_told_to_link_passes(stack: str, resources: dict[str, dict[str, object]]) -> None:
    """The platform team's accounts pass, and a team's where a provider is for workloads alone."""
    assert faults_of(TeamPerson(), {**TEAM_PERSON, **resources}, stack=stack) == []
