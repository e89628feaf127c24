"""Every type of resource that a known provider has, and what it may refer to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from constructs_lib.guardrails.rules.state.known_types import KnownTypes
from tests.support.declarations.beside import CLIENT, of
from tests.support.declarations.guardrails import faults_of
from tests.support.declarations.overridden import faults_after, made, ours
from tests.support.declarations.provider_schema import NEWEST_SCHEMA, ProviderSchema, schema_file
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

REALM = ("realm", "realm_id")
CLIENTS = {"Api": "scorer", "Legacy": "legacy"}
# What is said of a resource as a whole.
WHOLE = ("it sets for the whole realm", "it brings the realm a key", "people of it log in")
# What of a type may refer to something declared.
HARMLESS = {("keycloak_openid_client", "authentication_flow_binding_overrides")}
# Types that set something for everybody in a realm, or that let people in whom no declaration knows.
OF_THE_REALM = {
    *("authentication_bindings", "default_groups", "default_roles", "organization", "realm_client_policy_profile"),
    *("realm_client_policy_profile_policy", "realm_client_registration_policy", "realm_default_client_scopes"),
    *("realm_events", "realm_keystore_java_keystore", "realm_keystore_rsa", "realm_localization"),
    *("realm_optional_client_scopes", "realm_user_profile", "workflow"),
    *("custom_user_federation", "ldap_user_federation", "oidc_facebook_identity_provider"),
    *("oidc_github_identity_provider", "oidc_google_identity_provider", "oidc_identity_provider"),
    *("oidc_microsoft_identity_provider", "oidc_openshift_v4_identity_provider", "saml_identity_provider"),
}
# Types that a review has to read, since no rule does.
UNREAD = {
    *("hardcoded_attribute_mapper", "kubernetes_identity_provider", "ldap_msad_lds_user_account_control_mapper"),
    *("openid_audience_resolve_protocol_mapper", "openid_client_aggregate_policy"),
    *("openid_client_authorization_client_scope_policy", "openid_client_authorization_permission"),
    *("openid_client_authorization_resource", "openid_client_authorization_scope", "openid_client_client_policy"),
    *("openid_client_group_policy", "openid_client_regex_policy", "openid_client_role_policy"),
    *("openid_client_time_policy", "openid_client_user_policy", "organization"),
    *("realm_user_profile", "saml_client_default_scopes", "saml_client_scope"),
    *("spiffe_identity_provider", "workflow"),
}


@lru_cache
def schemas() -> Mapping[str, Any]:
    """Return the schemas of all types of the oldest and the newest known provider."""
    oldest = ProviderSchema.load(schema_file("4.5.0")).resources
    return {**oldest, **ProviderSchema.load(NEWEST_SCHEMA).resources}


def arguments(kind: str) -> Iterator[str]:
    """Yield the arguments of a type, and its blocks, that may refer to something."""
    block = schemas()[kind]["block"]
    for name, attribute in block.get("attributes", {}).items():
        if attribute["type"] not in ("bool", "number") and (attribute.get("required") or attribute.get("optional")):
            yield name
    yield from block.get("block_types", {})


def found(resources: Mapping[str, Mapping[str, Any]], data: Mapping[str, Any] | None = None) -> dict[str, list[str]]:
    """Return what is handed on by resources beside a declaration, by the name of each."""
    body = made()
    for address, added in resources.items():
        kind, _, name = address.partition(".")
        realm = next(
            (each for each in REALM if each in schemas().get(kind, {}).get("block", {}).get("attributes", {})),
            "realm_id",
        )
        body["resource"].setdefault(kind, {})[name] = {realm: "ml", **added}
    if data:
        body["data"] = data
    configuration = ours().configuration(body)
    faults: dict[str, list[str]] = {}
    for each in HandedOn().judge(configuration):
        faults.setdefault(each.subject.path.removeprefix("stack/"), []).append(each.fault)
    return faults


def test_each_type_leaves_the_realm_as_it_is_or_is_refused() -> None:
    """A type that a newer provider brings is refused until somebody has looked at it, and added it to a list."""
    faults = found({f"{kind}.{kind}": {} for kind in schemas()})
    refused = {kind for kind, each in faults.items() if any(fault.startswith(WHOLE) for fault in each)}
    assert refused == {f"keycloak_{each}" for each in OF_THE_REALM}


@pytest.mark.parametrize(
    "kind", ["keycloak_x", "keycloak_openid_x_protocol_mapper", "keycloak_x_identity_provider", "keycloak_x_mapper"]
)
def test_a_type_that_no_provider_has_is_refused(kind: str) -> None:
    """However it is called: names of types say nothing of what they do."""
    assert found({f"{kind}.X": {}}) == {"X": ["it sets for the whole realm what the declaration sets"]}
    assert faults_of(KnownTypes(), {f"{kind}.X": {}}) == [f"{kind}: no rule reads a '{kind}'"]


def test_types_that_no_rule_reads_are_told() -> None:
    """Every type of both providers is read by a rule, or brings a warning; which ones do not is decided here."""
    unread = {each.partition(":")[0] for each in faults_of(KnownTypes(), {f"{kind}.X": {} for kind in schemas()})}
    assert unread == {f"keycloak_{each}" for each in UNREAD}
    assert faults_of(KnownTypes(), {"aws_s3_bucket.B": {}}) == []


@pytest.mark.parametrize("features", [OLDEST, NEWEST])
def test_known_types_are_all_that_constructs_write(features: ProviderFeatures) -> None:
    """No deployment is warned of what our own constructs write, with whichever provider."""
    assert faults_after(KnownTypes(), features=features, terms=True) == []


@pytest.mark.parametrize(
    ("reference", "fault"),
    [
        (of(CLIENT, "ApiClient"), "refers to client 'scorer', which is declared"),
        ("${data.keycloak_openid_client.Api.id}", "refers to client 'scorer', which is declared"),
        ("${data.keycloak_openid_client.Legacy.id}", "refers to client 'legacy', which no stack makes"),
        ('${join("", [data.keycloak_openid_client.Legacy.id])}', "refers to client 'legacy', which no stack makes"),
    ],
)
def test_whatever_is_referred_to_is_found(reference: str, fault: str) -> None:
    """By each argument, and each block, of each type of both providers: something declared, or made by hand."""
    added = {
        f"{kind}.{kind}__{argument}": {argument: {"id": reference} if argument in blocks(kind) else reference}
        for kind in schemas()
        for argument in arguments(kind)
        if argument not in REALM and (kind, argument) not in HARMLESS
    }
    clients = {name: {"realm_id": "ml", "client_id": client} for name, client in CLIENTS.items()}
    faults = found(added, {"keycloak_openid_client": clients})
    named = [address.partition(".")[2] for address in added]
    assert len(named) > len(schemas())
    assert [each for each in named if not any(text.endswith(fault) for text in faults.get(each, ()))] == []


def blocks(kind: str) -> frozenset[str]:
    """Return the names of a type's blocks."""
    return frozenset(schemas()[kind]["block"].get("block_types", {}))
