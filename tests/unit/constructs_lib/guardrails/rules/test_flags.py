"""Rules about one flag, of any topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.rules.clients.certificate_pattern import CertificatePattern
from constructs_lib.guardrails.rules.clients.certificate_unbound import CertificateUnbound
from constructs_lib.guardrails.rules.clients.device_flow import DeviceFlow
from constructs_lib.guardrails.rules.clients.full_scope import FullScope
from constructs_lib.guardrails.rules.clients.implicit_flow import ImplicitFlow
from constructs_lib.guardrails.rules.clients.password_grant import PasswordGrant
from constructs_lib.guardrails.rules.identity.broker_signature import BrokerSignature
from constructs_lib.guardrails.rules.identity.broker_stores_tokens import BrokerStoresTokens
from constructs_lib.guardrails.rules.identity.broker_trusts_email import BrokerTrustsEmail
from constructs_lib.guardrails.rules.identity.ldap_trusts_email import LdapTrustsEmail
from constructs_lib.guardrails.rules.identity.saml_assertions import SamlAssertions
from constructs_lib.guardrails.rules.people.assumed_email import AssumedEmail
from constructs_lib.guardrails.rules.realm.duplicate_emails import DuplicateEmails
from constructs_lib.guardrails.rules.realm.edit_username import EditUsername
from constructs_lib.guardrails.rules.realm.email_verification import EmailVerification
from constructs_lib.guardrails.rules.realm.event_details import EventDetails
from constructs_lib.guardrails.rules.realm.self_registration import SelfRegistration
from constructs_lib.guardrails.rules.tokens.machine_refresh import MachineRefresh
from constructs_lib.guardrails.rules.tokens.token_type import TokenType
from tests.support.declarations.guardrails import faults_of

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

pytestmark = pytest.mark.unit


# Of each resource type: the arguments that make it one that the rules concern, and how a finding calls it.
RESOURCES: dict[str, tuple[dict[str, Any], str]] = {
    "keycloak_openid_client": (
        {"realm_id": "ml", "client_id": "ui", "client_authenticator_type": "client-x509"},
        "realm 'ml', client 'ui'",
    ),
    "keycloak_ldap_user_federation": ({"realm_id": "ml", "name": "corp"}, "realm 'ml', user federation 'corp'"),
    "keycloak_user": ({"realm_id": "ml", "username": "ada", "email": "ada@example.com"}, "realm 'ml', user 'ada'"),
    "keycloak_realm": ({"realm": "ml"}, "realm 'ml'"),
    "keycloak_realm_events": ({"realm_id": "ml"}, "realm 'ml', keycloak_realm_events"),
    **{
        f"keycloak_{kind}_identity_provider": (
            {"realm": "ml", "alias": "corp", "client_id": "keycloak"},
            "realm 'ml', identity provider 'corp'",
        )
        for kind in ("oidc", "saml", "oidc_google", "oidc_github")
    },
}


@dataclass(frozen=True)
class Flag:
    """What a rule about a flag is expected to say.

    Attributes:
        rule: The rule.
        right: `on` or `off`.
        argument: The argument, or the entry of `extra_config`, as it has a dot.
        fault: What the finding says of the wrong value.
        left_out: What it says where the flag is left out; None where that passes.
    """

    rule: Rule
    right: str
    argument: str
    fault: str
    left_out: str | None = None

    def faults(self, kind: str, value: object) -> list[str]:
        """Judge a resource with the flag at some value; None leaves it out."""
        written: dict[str, Any] = {} if value is None else {self.argument: value}
        settings = {"extra_config": written} if "." in self.argument else written
        return faults_of(self.rule, {f"{kind}.It": {**RESOURCES[kind][0], **settings}})


FULL_SCOPE = ("full scope is allowed", "full_scope_allowed is left out, which means true")
PATTERN = "the subject of its certificate is compared as a pattern"
UNBOUND = "its tokens are not bound to its certificate"
JWT = "the header of its tokens is not at+jwt"
DETAILS = "admin events record what was sent, secrets included"
ASSUMED = "its e-mail address is declared verified, and was not"
REFRESH = "the client credentials grant brings refresh tokens"
SIGNATURE = "validate_signature is not on"
ASSERTIONS = "want_assertions_signed is not on"
STORED = "store_token is not off"
VERIFY = "verify_email is not on"

CLIENT = ("openid_client",)
BROKERS = ("oidc_identity_provider", "saml_identity_provider", "oidc_google_identity_provider")
FLAGS = (
    (CLIENT, Flag(DeviceFlow(), "off", "oauth2_device_authorization_grant_enabled", "the device flow is on")),
    (CLIENT, Flag(ImplicitFlow(), "off", "implicit_flow_enabled", "the implicit flow is on")),
    (CLIENT, Flag(PasswordGrant(), "off", "direct_access_grants_enabled", "the password grant is on")),
    (CLIENT, Flag(FullScope(), "off", "full_scope_allowed", *FULL_SCOPE)),
    (CLIENT, Flag(MachineRefresh(), "off", "use_refresh_tokens_client_credentials", REFRESH)),
    (CLIENT, Flag(CertificatePattern(), "off", "x509.allow.regex.pattern.comparison", PATTERN, PATTERN)),
    (CLIENT, Flag(CertificateUnbound(), "on", "tls.client.certificate.bound.access.tokens", UNBOUND, UNBOUND)),
    (CLIENT, Flag(TokenType(), "on", "access.token.header.type.rfc9068", JWT, JWT)),
    (BROKERS[:2], Flag(BrokerSignature(), "on", "validate_signature", SIGNATURE, SIGNATURE)),
    (BROKERS, Flag(BrokerStoresTokens(), "off", "store_token", STORED, STORED)),
    (BROKERS, Flag(BrokerTrustsEmail(), "off", "trust_email", "trust_email is on")),
    (("saml_identity_provider",), Flag(SamlAssertions(), "on", "want_assertions_signed", ASSERTIONS, ASSERTIONS)),
    (("ldap_user_federation",), Flag(LdapTrustsEmail(), "off", "trust_email", "trust_email is on")),
    (("user",), Flag(AssumedEmail(), "off", "email_verified", ASSUMED)),
    (("realm",), Flag(DuplicateEmails(), "off", "duplicate_emails_allowed", "duplicate_emails_allowed is on")),
    (("realm",), Flag(EditUsername(), "off", "edit_username_allowed", "edit_username_allowed is on")),
    (("realm",), Flag(SelfRegistration(), "off", "registration_allowed", "registration_allowed is on")),
    (("realm",), Flag(EmailVerification(), "on", "verify_email", VERIFY, VERIFY)),
    (("realm_events",), Flag(EventDetails(), "off", "admin_events_details_enabled", DETAILS)),
)
CASES = [pytest.param(f"keycloak_{kind}", flag, id=f"{flag.rule.id}-{kind}") for kinds, flag in FLAGS for kind in kinds]


@pytest.mark.parametrize(("kind", "flag"), CASES)
def test_wrong_flags_are_refused(kind: str, flag: Flag) -> None:
    """A flag at the wrong value, as a boolean or as a text, and one whose default is wrong, are named."""
    wrong = flag.right == "off"
    label = RESOURCES[kind][1]

    assert flag.faults(kind, wrong) == [f"{label}: {flag.fault}"]
    assert flag.faults(kind, str(wrong).lower()) == [f"{label}: {flag.fault}"]
    assert flag.faults(kind, f"${{!{str(not wrong).lower()}}}") == [f"{label}: {flag.fault}"]
    if flag.left_out:
        assert flag.faults(kind, None) == [f"{label}: {flag.left_out}"]


@pytest.mark.parametrize(("kind", "flag"), CASES)
def test_right_flags_pass(kind: str, flag: Flag) -> None:
    """A flag at the right value passes, one that only an apply knows, and one whose default is right."""
    right = flag.right == "on"
    passing = [right, str(right).lower(), "${var.flag}", *([] if flag.left_out else [None])]

    assert [flag.faults(kind, value) for value in passing] == [[] for _ in passing]


@pytest.mark.parametrize(
    ("rule", "arguments"),
    [
        (CertificatePattern(), {"client_authenticator_type": "client-secret"}),
        (CertificateUnbound(), {"client_authenticator_type": "client-secret"}),
        (TokenType(), {"access_type": "BEARER-ONLY"}),
        (TokenType(), {"extra_config": '${merge({"access.token.header.type.rfc9068" = "true"}, {})}'}),
        (TokenType(), {"extra_config": "${var.settings}"}),
    ],
)
def test_other_clients_pass(rule: Rule, arguments: dict[str, Any]) -> None:
    """A client without a certificate, or without tokens, needs no setting; settings may be computed or unknown."""
    assert faults_of(rule, {"keycloak_openid_client.It": {"client_id": "ui", **arguments}}) == []


def test_brokers_of_a_kind_that_checks_by_itself_pass() -> None:
    """Google's signatures are checked without being asked for."""
    assert faults_of(BrokerSignature(), {"keycloak_oidc_google_identity_provider.Google": {"realm": "ml"}}) == []
