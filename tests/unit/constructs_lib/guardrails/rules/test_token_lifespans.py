"""How long clients' tokens live."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules.expressions.unread import Unread
from constructs_lib.guardrails.rules.tokens.client_lifespan import ClientLifespan
from constructs_lib.guardrails.rules.tokens.machine_offline import MachineOffline
from constructs_lib.guardrails.rules.tokens.offline_undeclared import OfflineUndeclared
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.declarations import NO_MAIL, declare
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.synthesis import NEWEST

pytestmark = pytest.mark.unit

DATA_OF_OTHERS = "${data.keycloak_openid_client.Other.id}"


@pytest.mark.parametrize(("lifespan", "seconds"), [("901", 901), ("86400", 86400), ("-1", -1)])
def test_client_lifespan_long_lives_are_refused(lifespan: str, seconds: int) -> None:
    """More than 15 minutes is named, and so is a life as long as the session."""
    client = {"client_id": "batch", "access_token_lifespan": lifespan}

    assert faults_of(ClientLifespan(), {"keycloak_openid_client.Batch": client}) == [
        f"client 'batch': access_token_lifespan must be 1 to 900 seconds, got {seconds}"
    ]


def test_client_lifespan_in_a_setting_is_refused() -> None:
    """A setting beside the arguments is judged as the argument is."""
    client = {"client_id": "batch", "extra_config": {"access.token.lifespan": "86400"}}

    assert faults_of(ClientLifespan(), {"keycloak_openid_client.Batch": client}) == [
        "client 'batch': access.token.lifespan must be 1 to 900 seconds, got 86400"
    ]


@pytest.mark.parametrize("lifespan", ["900", "120", None, "${var.lifespan}"])
def test_client_lifespan_short_lives_pass(lifespan: str | None) -> None:
    """15 minutes and less pass, and so does the realm's lifespan."""
    client = {"client_id": "batch", "access_token_lifespan": lifespan}

    assert faults_of(ClientLifespan(), {"keycloak_openid_client.Batch": client}) == []


def resources(scopes: list[str], *, machine: bool = True) -> dict[str, dict[str, Any]]:
    """Return a client and its optional scopes."""
    return {
        "keycloak_openid_client.Batch": {"client_id": "batch", "realm_id": "ml", "service_accounts_enabled": machine},
        "keycloak_openid_client_optional_scopes.Batch": {
            "realm_id": "ml",
            "client_id": "${keycloak_openid_client.Batch.id}",
            "optional_scopes": scopes,
        },
    }


def test_machine_offline_access_is_refused() -> None:
    """A machine that may ask for a token without an end is named."""
    assert faults_of(MachineOffline(), resources(["email", "offline_access"])) == [
        "realm 'ml', client 'batch': it may ask for offline_access"
    ]


def test_machine_offline_by_way_of_a_data_source_is_refused() -> None:
    """A client that a data source looks up is the client that is declared."""
    again = {
        "realm_id": "ml",
        "client_id": "${data.keycloak_openid_client.Same.id}",
        "optional_scopes": ["offline_access"],
    }
    data = {"keycloak_openid_client": {"Same": {"realm_id": "ml", "client_id": "batch"}}}

    assert faults_of(
        MachineOffline(), {**resources(["email"]), "keycloak_openid_client_optional_scopes.B": again}, data=data
    ) == ["realm 'ml', client 'batch': it may ask for offline_access"]


@pytest.mark.parametrize("client_id", ["6f1f7f2e-1111-4222-8333-444455556666", "${var.uuid}", None, DATA_OF_OTHERS])
def test_scopes_of_nobody_knows_whom_are_refused(client_id: str | None) -> None:
    """Scopes go to a client that is declared, or to one of Keycloak's own."""
    again = {"realm_id": "ml", "client_id": client_id, "optional_scopes": ["offline_access"]}
    data = {"keycloak_openid_client": {"Other": {"realm_id": "ml", "client_id": "by-hand"}}}

    (fault,) = faults_of(
        Unread([MachineOffline()]),
        {**resources(["email"]), "keycloak_openid_client_optional_scopes.B": again},
        data=data,
        variable={"uuid": {}},
    )
    assert fault.endswith(": client_id cannot be read before an apply")


@pytest.mark.parametrize("scope", ["${var.scope}", "${terraform.workspace}"])
def test_scopes_that_the_code_does_not_say_are_refused(scope: str) -> None:
    """Any scope may be assigned so, offline_access among them."""
    (fault,) = faults_of(Unread([MachineOffline()]), resources([scope]), variable={"scope": {}})

    assert fault.endswith(": optional_scopes cannot be read before an apply")


def test_offline_access_that_is_not_declared_is_refused() -> None:
    """A client made by hand for people, and one of Keycloak's own, may not ask for offline access."""
    own = {
        "realm_id": "ml",
        "client_id": "${data.keycloak_openid_client.Cli.id}",
        "optional_scopes": ["offline_access"],
    }
    data = {"keycloak_openid_client": {"Cli": {"realm_id": "ml", "client_id": "admin-cli"}}}
    by_hand = {
        **resources(["offline_access"], machine=False),
        "keycloak_openid_client_optional_scopes.Own": own,
        "keycloak_default_roles.All": {"realm_id": "ml", "default_roles": ["uma_authorization", "offline_access"]},
    }

    assert faults_of(OfflineUndeclared(), by_hand, data=data) == [
        "realm 'ml', client 'batch': it may ask for offline_access, which is not declared",
        "realm 'ml', keycloak_openid_client_optional_scopes: a client of Keycloak's own may ask for offline_access",
        "realm 'ml', keycloak_default_roles: everybody has the role offline_access, which no application needs",
    ]


def test_offline_access_of_a_declared_application_passes() -> None:
    """The construct's application bounds its offline sessions; without the scope nothing is asked."""
    declared = resources(["offline_access"], machine=False)
    declared["keycloak_openid_client.Batch"] |= {
        "client_offline_session_max_lifespan": "2592000",
        "//": {"metadata": {"path": "ml/Security/Access/Applications/batch/Client", "uniqueId": "Batch"}},
    }

    declared["keycloak_default_roles.All"] = {"realm_id": "ml", "default_roles": ["offline_access"]}

    assert faults_of(OfflineUndeclared(), declared) == []
    assert faults_of(OfflineUndeclared(), resources(["email"], machine=False)) == []


@pytest.mark.parametrize("offline_access", [True, False])
def test_offline_access_of_clients_that_register_themselves_passes(*, offline_access: bool) -> None:
    """What registers itself may be all that asks for offline access: everybody has the role then, and needs it."""
    registration = {
        "redirect_hosts": ["app.example.com"],
        "scopes": {"fraud": ["predict"]},
        "offline_access": offline_access,
        "max_clients": 20,
    }
    realm = {"name": "ml", "login": NO_MAIL, "client_registration": registration}
    checked = CheckedDeclaration.of(declare(realm=realm), NEWEST)
    roles = {"realm_id": "ml", "default_roles": ["offline_access"]}
    configuration = Configuration({"ml": {"resource": {"keycloak_default_roles": {"All": roles}}}}, declared=[checked])

    assert [each.fault for each in OfflineUndeclared().judge(configuration)] == [
        "everybody has the role offline_access, which no application needs"
    ] * (not offline_access)


def test_machine_offline_other_scopes_and_people_pass() -> None:
    """A machine without the scope passes, and so does a client that logs people in alone."""
    assert faults_of(MachineOffline(), resources(["email"])) == []
    assert faults_of(MachineOffline(), resources(["offline_access"], machine=False)) == []
