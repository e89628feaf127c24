"""Rules about realms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.realm.access_token_lifespan import AccessTokenLifespan
from constructs_lib.guardrails.rules.realm.action_lifespan import ActionLifespan
from constructs_lib.guardrails.rules.realm.browser_headers import BrowserHeaders
from constructs_lib.guardrails.rules.realm.brute_force import BruteForce
from constructs_lib.guardrails.rules.realm.code_lifespan import CodeLifespan
from constructs_lib.guardrails.rules.realm.duplicate_emails import DuplicateEmails
from constructs_lib.guardrails.rules.realm.edit_username import EditUsername
from constructs_lib.guardrails.rules.realm.email_verification import EmailVerification
from constructs_lib.guardrails.rules.realm.event_details import EventDetails
from constructs_lib.guardrails.rules.realm.events_off import EventsOff
from constructs_lib.guardrails.rules.realm.flow_binding import FlowBinding
from constructs_lib.guardrails.rules.realm.flow_steps import FlowSteps
from constructs_lib.guardrails.rules.realm.joined_realm import JoinedRealm
from constructs_lib.guardrails.rules.realm.key_file import KeyFile
from constructs_lib.guardrails.rules.realm.key_size import KeySize
from constructs_lib.guardrails.rules.realm.login_without_credential import LoginWithoutCredential
from constructs_lib.guardrails.rules.realm.mail_tls import MailTls
from constructs_lib.guardrails.rules.realm.master_realm import MasterRealm
from constructs_lib.guardrails.rules.realm.otp_policy import OtpPolicy
from constructs_lib.guardrails.rules.realm.passkey_policy import PasskeyPolicy
from constructs_lib.guardrails.rules.realm.password_policy import PasswordPolicy
from constructs_lib.guardrails.rules.realm.realm_attributes import RealmAttributes
from constructs_lib.guardrails.rules.realm.realm_default import RealmDefault
from constructs_lib.guardrails.rules.realm.realm_default_scopes import RealmDefaultScopes
from constructs_lib.guardrails.rules.realm.realm_implicit import RealmImplicit
from constructs_lib.guardrails.rules.realm.realm_setting import RealmSetting
from constructs_lib.guardrails.rules.realm.refresh_rotation import RefreshRotation
from constructs_lib.guardrails.rules.realm.registration_factor import RegistrationFactor
from constructs_lib.guardrails.rules.realm.second_factor_flow import SecondFactorFlow
from constructs_lib.guardrails.rules.realm.self_registration import SelfRegistration
from constructs_lib.guardrails.rules.realm.session_end import SessionEnd
from constructs_lib.guardrails.rules.realm.signature_algorithm import SignatureAlgorithm
from constructs_lib.guardrails.rules.realm.tls_not_required import TlsNotRequired

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    AccessTokenLifespan(),
    ActionLifespan(),
    BrowserHeaders(),
    BruteForce(),
    CodeLifespan(),
    DuplicateEmails(),
    EditUsername(),
    EmailVerification(),
    EventDetails(),
    EventsOff(),
    FlowBinding(),
    FlowSteps(),
    RealmAttributes(),
    SecondFactorFlow(),
    JoinedRealm(),
    KeyFile(),
    KeySize(),
    MailTls(),
    PasswordPolicy(),
    RealmDefault(),
    RealmDefaultScopes(),
    RealmImplicit(),
    RealmSetting(),
    RefreshRotation(),
    RegistrationFactor(),
    SelfRegistration(),
    SessionEnd(),
    SignatureAlgorithm(),
    TlsNotRequired(),
    LoginWithoutCredential(),
    MasterRealm(),
    OtpPolicy(),
    PasskeyPolicy(),
)
"""The topic's rules."""
