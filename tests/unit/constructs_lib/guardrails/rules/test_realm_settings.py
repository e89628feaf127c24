"""Events, keys and defaults of a realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.rules.realm.events_off import EventsOff
from constructs_lib.guardrails.rules.realm.key_file import KeyFile
from constructs_lib.guardrails.rules.realm.key_size import KeySize
from constructs_lib.guardrails.rules.realm.master_realm import MasterRealm
from constructs_lib.guardrails.rules.realm.realm_attributes import RealmAttributes
from constructs_lib.guardrails.rules.realm.realm_default_scopes import RealmDefaultScopes
from constructs_lib.guardrails.rules.realm.realm_implicit import RealmImplicit
from constructs_lib.guardrails.rules.realm.signature_algorithm import SignatureAlgorithm
from constructs_lib.guardrails.rules.state.known_types import KnownTypes
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.overridden import faults_after
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit


REALM: dict[str, dict[str, object]] = {"keycloak_realm.Realm": {"realm": "ml"}}


def events(**arguments: object) -> dict[str, dict[str, object]]:
    """Return a realm with events."""
    return {**REALM, "keycloak_realm_events.Events": {"realm_id": "${keycloak_realm.Realm.id}", **arguments}}


def test_events_off_a_realm_without_events_is_refused() -> None:
    """Keycloak records nothing by default."""
    assert faults_of(EventsOff(), REALM) == [
        "realm 'ml': events_enabled is not on",
        "realm 'ml': admin_events_enabled is not on",
    ]


def test_events_off_half_is_not_enough() -> None:
    """Logins without administration are refused, and so are events of another realm."""
    assert faults_of(EventsOff(), events(events_enabled=True)) == ["realm 'ml': admin_events_enabled is not on"]
    other = {
        "keycloak_realm_events.Events": {"realm_id": "other", "events_enabled": True, "admin_events_enabled": True}
    }
    assert len(faults_of(EventsOff(), {**REALM, **other})) == 2


def test_events_off_both_on_pass() -> None:
    """A realm that records both passes."""
    assert faults_of(EventsOff(), events(events_enabled=True, admin_events_enabled=True)) == []


@pytest.mark.parametrize("size", [1024, "1024", "${1000 + 24}"])
def test_key_size_short_key_is_refused(size: object) -> None:
    """A key of 1024 bits is named, also where the number is a text."""
    keystore = {"realm_id": "ml", "name": "rsa", "key_size": size}

    assert faults_of(KeySize(), {"keycloak_realm_keystore_rsa_generated.Key": keystore}) == [
        "realm 'ml', keycloak_realm_keystore_rsa_generated 'rsa': its key has 1024 bits, fewer than 2048"
    ]


@pytest.mark.parametrize("size", [2048, 4096, None, "${var.size}"])
def test_key_size_long_key_passes(size: object) -> None:
    """2048 bits, more, the default and what is known only at apply pass."""
    keystore = {"realm_id": "ml", "name": "rsa", "key_size": size}

    assert faults_of(KeySize(), {"keycloak_realm_keystore_rsa_generated.Key": keystore}) == []


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "none"])
def test_signature_algorithm_weak_algorithm_of_a_realm_is_refused(algorithm: str) -> None:
    """HMAC and none are named."""
    realm = {"realm": "ml", "default_signature_algorithm": algorithm}

    assert faults_of(SignatureAlgorithm(), {"keycloak_realm.Realm": realm}) == [
        f"realm 'ml': default_signature_algorithm is '{algorithm}'"
    ]


@pytest.mark.parametrize("key", ["access.token.signed.response.alg", "id.token.signed.response.alg"])
def test_signature_algorithm_weak_algorithm_of_a_client_is_refused(key: str) -> None:
    """A client that asks for HMAC is named."""
    client = {"realm_id": "ml", "client_id": "ui", "extra_config": {key: "HS256"}}

    assert faults_of(SignatureAlgorithm(), {"keycloak_openid_client.Ui": client}) == [
        f"realm 'ml', client 'ui': {key} is 'HS256'"
    ]


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "EdDSA", "${var.algorithm}", None])
def test_signature_algorithm_asymmetric_algorithm_passes(algorithm: str | None) -> None:
    """Asymmetric algorithms, Keycloak's default RS256 and what is known only at apply pass."""
    resources: dict[str, dict[str, object]] = {
        "keycloak_realm.Realm": {"realm": "ml", "default_signature_algorithm": algorithm},
        "keycloak_openid_client.Ui": {"extra_config": {"access.token.signed.response.alg": algorithm}},
    }

    assert faults_of(SignatureAlgorithm(), resources) == []


@pytest.mark.parametrize("argument", ["default_default_client_scopes", "default_optional_client_scopes"])
@pytest.mark.parametrize("scopes", [["basic"], [], "${var.scopes}"])
def test_realm_default_scopes_are_refused(argument: str, scopes: object) -> None:
    """Either argument is named, whatever its value."""
    assert faults_of(RealmDefaultScopes(), {"keycloak_realm.Realm": {"realm": "ml", argument: scopes}}) == [
        f"realm 'ml': {argument} has no effect and never settles"
    ]


def test_realm_default_scopes_none_pass() -> None:
    """A realm without them passes, and the resources that do work."""
    resources: dict[str, dict[str, object]] = {
        "keycloak_realm.Realm": {"realm": "ml"},
        "keycloak_realm_default_client_scopes.Scopes": {"realm_id": "ml", "default_scopes": ["basic"]},
    }

    assert faults_of(RealmDefaultScopes(), resources) == []


WRITTEN = {
    "realm": "ml",
    "registration_allowed": False,
    "duplicate_emails_allowed": False,
    "edit_username_allowed": False,
    "access_code_lifespan": "1m",
    "access_token_lifespan": "5m",
    "sso_session_idle_timeout": "30m",
    "sso_session_max_lifespan": "10h",
    "offline_session_idle_timeout": "168h",
    "offline_session_max_lifespan": "${var.offline_max}",
}


def test_realm_implicit_missing_arguments_are_named() -> None:
    """All that is missing stands in one line."""
    realm = {key: value for key, value in WRITTEN.items() if "access" not in key}

    assert faults_of(RealmImplicit(), {"keycloak_realm.Realm": realm}) == [
        "realm 'ml': left to the server: access_code_lifespan, access_token_lifespan"
    ]


def test_realm_implicit_realm_that_is_written_out_passes() -> None:
    """Every value passes, false and what is known only at apply included."""
    assert faults_of(RealmImplicit(), {"keycloak_realm.Realm": WRITTEN}) == []


def test_key_size_short_secret_is_refused() -> None:
    """A secret of 16 bytes is named, and one of 32 passes."""
    address = "keycloak_realm_keystore_hmac_generated.Key"

    assert faults_of(KeySize(), {address: {"name": "hmac", "secret_size": "16"}}) == [
        "keycloak_realm_keystore_hmac_generated 'hmac': its secret has 16 bytes, fewer than 32"
    ]
    assert faults_of(KeySize(), {address: {"name": "hmac", "secret_size": 32}}) == []


@pytest.mark.parametrize(
    ("resource_type", "arguments", "label"),
    [
        ("keycloak_realm", {"realm": "master"}, "realm 'master'"),
        ("keycloak_realm", {"realm": '${join("", ["mas", "ter"])}'}, "realm 'master'"),
        ("keycloak_user", {"realm_id": "master", "username": "ada"}, "realm 'master', user 'ada'"),
        ("keycloak_oidc_identity_provider", {"realm": "master", "alias": "a"}, "realm 'master', identity provider 'a'"),
    ],
)
def test_master_realm_is_refused(resource_type: str, arguments: dict[str, str], label: str) -> None:
    """The realm master, and what is made in it, is named."""
    assert faults_of(MasterRealm(), {f"{resource_type}.It": arguments}) == [f"{label}: it is in the realm master"]


def test_master_realm_of_others_passes() -> None:
    """Another realm passes, and another provider's resource."""
    resources = {"keycloak_realm.R": {"realm": "ml"}, "vault_mount.M": {"realm": "master"}}

    assert faults_of(MasterRealm(), resources) == []


@pytest.mark.parametrize("path", ["/opt/keycloak/keys.jks", "${var.path}"])
def test_key_file_is_refused(path: str) -> None:
    """A realm whose keys nobody sees is named."""
    keystore = {"name": "file", "keystore": path, "key_alias": "k"}

    faults = faults_of(KeyFile(), {"keycloak_realm_keystore_java_keystore.K": keystore})
    shown = "${…}" if "$" in path else path
    assert [fault.partition(": ")[2] for fault in faults] == [f"its keys are in the file '{shown}'"]


def test_key_file_none_passes() -> None:
    """Keys that Keycloak makes pass."""
    assert faults_of(KeyFile(), {"keycloak_realm_keystore_ecdsa_generated.K": {"name": "es"}}) == []


@pytest.mark.parametrize(
    "name",
    [
        *(
            "frontendUrl",
            "FRONTENDURL",
            "webAuthnPolicyUserVerificationRequirementPasswordless",
            "realmReusableOtpCode",
        ),
        *("bruteForceProtected", "_browser_header.xFrameOptions", "client-policies.policies", "firstBrokerLoginFlowId"),
    ],
)
def test_realm_attributes_that_are_settings_are_refused(name: str) -> None:
    """Another address of the realm would get passwords and codes; a setting there is one that no rule reads."""
    json = {"resource": {"keycloak_realm": {"R": {"realm": "ml", "attributes": {name: "https://evil.example"}}}}}
    (violation,) = RealmAttributes().judge(Configuration({"stack": json}))
    assert (violation.fault, violation.level) == (f"attribute '{name}' is set", None)


@pytest.mark.parametrize("attributes", ["${merge(var.more, {})}", {"${var.n}": "x"}])
def test_realm_attributes_of_unknown_names_are_refused(attributes: object) -> None:
    """A key that is an expression may be that of an address."""
    realm: dict[str, dict[str, object]] = {"keycloak_realm.R": {"realm": "ml", "attributes": attributes}}
    assert faults_of(RealmAttributes(), realm) == ["realm 'ml': attribute '…' is set"]


def test_realm_attributes_are_warned_of() -> None:
    """What no rule reads is said; a realm without attributes passes."""
    json = {"resource": {"keycloak_realm": {"R": {"realm": "ml", "attributes": {"acr.loa.map": "{}"}}}}}
    (violation,) = RealmAttributes().judge(Configuration({"stack": json}))
    assert (violation.fault, str(violation.level)) == ("attribute 'acr.loa.map' is set", "warning")
    assert faults_of(RealmAttributes(), {"keycloak_realm.R": {"realm": "ml"}}) == []


def test_known_types_others_are_warned_of() -> None:
    """A kind of resource that no rule reads is named; others pass, and those of other providers."""
    kind = "keycloak_kubernetes_identity_provider"
    assert faults_of(KnownTypes(), {f"{kind}.K": {}}) == [f"{kind}: no rule reads a '{kind}'"]
    assert faults_of(KnownTypes(), {"keycloak_role.R": {}, "aws_s3_bucket.B": {}}) == []


@pytest.mark.parametrize("features", [OLDEST, NEWEST])
def test_known_types_are_all_that_constructs_write(features: ProviderFeatures) -> None:
    """No deployment is warned of what our own constructs write, with whichever provider."""
    assert faults_after(KnownTypes(), features=features, terms=True) == []


@pytest.mark.parametrize("realm", ["%6daster", "./master", "ml/../master", "master?", "master#", ".."])
def test_master_realm_by_another_spelling_is_refused(realm: str) -> None:
    """The provider puts a realm's name into a path as it is; the server reads the path."""
    assert faults_of(MasterRealm(), {"keycloak_role.R": {"name": "r", "realm_id": realm}}) == [
        f"realm '{realm}', role 'r': realm_id is no name of a realm: '{realm}'"
    ]


def test_nothing_is_looked_up_in_the_realm_master() -> None:
    """What a data source finds there lies in the state: secrets of administrators' clients."""
    data = {"keycloak_openid_client": {"It": {"realm_id": "master", "client_id": "deployer"}}}
    assert faults_of(MasterRealm(), data=data) == ["realm 'master', client 'deployer': it is in the realm master"]
    assert faults_of(MasterRealm(), data={"keycloak_realm": {"It": {"realm": "ml"}}}) == []
