"""SAML clients."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.clients.full_scope import FullScope
from constructs_lib.guardrails.rules.clients.open_settings import OpenSettings
from constructs_lib.guardrails.rules.clients.redirect_http import RedirectHttp
from constructs_lib.guardrails.rules.clients.redirect_wildcard import RedirectWildcard
from constructs_lib.guardrails.rules.clients.saml_signature import SamlSignature
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

LABEL = "realm 'ml', keycloak_saml_client 'crm'"


def client(**arguments: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - JSON
    """Return a SAML client."""
    return {"keycloak_saml_client.Crm": {"realm_id": "ml", "client_id": "crm", **arguments}}


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"client_signature_required": False}, "client_signature_required is off"),
        ({"client_signature_required": "${!true}"}, "client_signature_required is off"),
        ({"sign_documents": "false"}, "neither documents nor assertions are signed"),
        ({"sign_documents": False, "sign_assertions": False}, "neither documents nor assertions are signed"),
        ({"signature_algorithm": "RSA_SHA1"}, "signature_algorithm is 'RSA_SHA1'"),
        ({"extra_config": {"saml.client.signature": "false"}}, "saml.client.signature is off"),
        ({"extra_config": {"saml.server.signature": "False"}}, "saml.server.signature is off"),
        ({"extra_config": {"saml.assertion.signature": "no"}}, "saml.assertion.signature is off"),
        ({"extra_config": {"saml.signature.algorithm": "RSA_SHA1"}}, "saml.signature.algorithm is 'RSA_SHA1'"),
    ],
)
def test_saml_signature_missing_is_refused(arguments: dict[str, Any], fault: str) -> None:
    """A client without a signature in either direction, or with a weak one, is named."""
    assert faults_of(SamlSignature(), client(**arguments)) == [f"{LABEL}: {fault}"]


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"sign_documents": False, "sign_assertions": True},
        {"client_signature_required": "${var.signed}", "signature_algorithm": "RSA_SHA256"},
    ],
)
def test_saml_signature_passes(arguments: dict[str, Any]) -> None:
    """Signed both ways, as by default, it passes, and so does what only an apply knows."""
    assert faults_of(SamlSignature(), client(**arguments)) == []


@pytest.mark.parametrize(
    "argument",
    ["assertion_consumer_post_url", "logout_service_redirect_binding_url", "master_saml_processing_url"],
)
def test_addresses_of_saml_clients_are_judged(argument: str) -> None:
    """Assertions are sent to whole https addresses, as codes are."""
    assert faults_of(RedirectWildcard(), client(**{argument: "https://${var.host}/*"})) == [
        f"{LABEL}: redirect URI 'https://${{…}}/*' has a wildcard"
    ]
    assert faults_of(RedirectHttp(), client(**{argument: "http://crm.example.com/acs"})) == [
        f"{LABEL}: redirect URI must use https, got 'http://crm.example.com/acs'"
    ]
    for rule in (RedirectWildcard(), RedirectHttp()):
        assert faults_of(rule, client(**{argument: "https://crm.example.com/acs"})) == []


@pytest.mark.parametrize("uris", [["*"], '${concat(["https://x/cb"], ["*"])}', '${[for v in var.none : "${v}*"]}'])
def test_wildcards_of_saml_clients_are_refused(uris: object) -> None:
    """`*` in the list is named, whoever puts it there."""
    assert len(faults_of(RedirectWildcard(), client(valid_redirect_uris=uris))) == 1


def test_full_scope_of_saml_clients_is_judged() -> None:
    """Assertions hold every role by default, too."""
    assert faults_of(FullScope(), client()) == [f"{LABEL}: full_scope_allowed is left out, which means true"]
    assert faults_of(FullScope(), client(full_scope_allowed=False)) == []


@pytest.mark.parametrize(
    "settings",
    [{"saml.allow.ecp.flow": "true"}, {"saml.allow.ecp.flow": True}, {"saml.allow.ecp.flow": "${var.ecp}"}, "${var.x}"],
)
def test_saml_ecp_is_refused(settings: object) -> None:
    """A login by a password alone is named, and a variable that may allow one."""
    (fault,) = faults_of(OpenSettings(), client(extra_config=settings))
    assert fault.startswith(f"{LABEL}: saml.allow.ecp.flow is on, or known at apply alone")


@pytest.mark.parametrize("settings", [None, {}, {"saml.allow.ecp.flow": "false"}, {"saml.allow.ecp.flow": ""}])
def test_saml_without_ecp_passes(settings: object) -> None:
    """Keycloak's default, and the setting switched off, pass."""
    assert faults_of(OpenSettings(), client(extra_config=settings)) == []


@pytest.mark.parametrize(
    "key",
    [
        *("saml.metadata.descriptor.url", "saml_assertion_consumer_url_artifact"),
        *("saml_single_logout_service_url_soap", "saml_artifact_resolution_service_url"),
    ],
)
def test_saml_addresses_in_clear_text_are_refused(key: str) -> None:
    """Keys, assertions and logouts go to addresses that only settings name, too."""
    (fault,) = faults_of(OpenSettings(), client(extra_config={key: "http://wiki.example.com/saml"}))
    assert fault == f"{LABEL}: {key} must use https, got 'http://wiki.example.com/saml'"
    assert faults_of(OpenSettings(), client(extra_config={key: "https://wiki.example.com/saml"})) == []
