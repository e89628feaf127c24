"""The realm, its signing key and its event log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk import TerraformResourceLifecycle
from constructs_lib.cdk.keycloak import (
    Realm,
    RealmEvents,
    RealmKeystoreEcdsaGenerated,
    RealmSecurityDefenses,
    RealmSecurityDefensesBruteForceDetection,
    RealmSecurityDefensesHeaders,
    RealmSmtpServer,
    RealmSmtpServerAuth,
    RequiredAction,
)
from constructs_lib.declaration.props.values import duration_seconds, go_duration
from constructs_lib.declaration.required_actions import TERMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.declaration.props import BruteForceProps, RealmProps, SmtpProps
    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.secrets import SecretSource

__all__ = ["SecuredRealm"]

_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}

# Above the keys that Keycloak generates with the realm (priority 100), so that ours signs.
_KEY_PRIORITY = 200


class SecuredRealm(Construct):
    """A realm whose every security setting is written out, so that drift is seen.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: Declares the realm; its secrets are the source of the mail server's password.

    Attributes:
        id: What other provider resources take as `realm_id` (token).
        name: Name of the realm (token), part of the issuer.
        lifespans: How long its tokens and sessions live.
        signature_algorithm: JOSE name of the algorithm that signs tokens.
        events: The event log: whatever else changes the realm comes after it.
    """

    def __init__(self, scope: Construct, id: str, *, context: Context) -> None:
        super().__init__(scope, id)
        props = context.declaration.realm
        realm = self._create_realm(props, context)
        self.id: str = realm.id
        self.name: str = realm.realm
        self.lifespans = props.lifespans
        self.signature_algorithm = props.signature_algorithm
        self._create_signing_key()
        self.events = self._create_event_log(props)
        self._require_terms(required=props.login.terms)

    def _create_realm(self, props: RealmProps, context: Context) -> Realm:
        spans = props.lifespans
        realm = Realm(
            self,
            "Realm",
            realm=props.name,
            display_name=props.display_name or props.name,
            enabled=props.enabled,
            ssl_required=props.ssl_required,
            default_signature_algorithm=props.signature_algorithm,
            registration_allowed=False,
            verify_email=props.login.verify_email,
            login_with_email_allowed=props.login.login_with_email,
            duplicate_emails_allowed=False,
            edit_username_allowed=False,
            reset_password_allowed=props.login.reset_password,
            remember_me=props.login.remember_me,
            internationalization=_languages(props.login.locales),
            access_code_lifespan=go_duration(spans.access_code),
            access_token_lifespan=go_duration(spans.access_token),
            sso_session_idle_timeout=go_duration(spans.session_idle),
            sso_session_max_lifespan=go_duration(spans.session_max),
            client_session_idle_timeout=go_duration(spans.session_idle),
            client_session_max_lifespan=go_duration(spans.session_max),
            offline_session_idle_timeout=go_duration(spans.offline_idle),
            offline_session_max_lifespan_enabled=True,
            offline_session_max_lifespan=go_duration(spans.offline_max),
            action_token_generated_by_admin_lifespan=go_duration(spans.invitation),
            # ASVS 10.4.5: a refresh token works once; reuse ends the session.
            revoke_refresh_token=True,
            refresh_token_max_reuse=0,
            password_policy=props.password_policy,
            security_defenses=_defenses(props.brute_force),
            attributes=dict(props.attributes) or None,
            smtp_server=_smtp_server(props.smtp, context.secrets) if props.smtp else None,
            lifecycle=TerraformResourceLifecycle(
                # Others choose how pages look; the provider would plan for ever to take it back, and cannot.
                ignore_changes=["login_theme", "account_theme", "admin_theme", "email_theme"],
                prevent_destroy=context.protected or None,
            ),
        )
        if context.protected and context.features.deletion_protection:
            # By an override: bindings of 4.5.0 lack the argument.
            realm.add_override("terraform_deletion_protection", value=True)
        return realm

    def _create_signing_key(self) -> None:
        curve = _CURVES.get(self.signature_algorithm)
        if curve is None:  # Keycloak generates an RSA key with every realm
            return
        RealmKeystoreEcdsaGenerated(
            self,
            "SigningKey",
            realm_id=self.id,
            name=f"{self.signature_algorithm.lower()}-generated",
            elliptic_curve_key=curve,
            priority=_KEY_PRIORITY,
            active=True,
            enabled=True,
        )

    def _require_terms(self, *, required: bool) -> None:
        """Ask everybody, people of a directory and of an identity provider too (Keycloak guide "Required actions").

        Written out when off as well: the provider would remove the action from the realm, not turn it off.
        """
        RequiredAction(
            self,
            "Terms",
            realm_id=self.id,
            alias=TERMS,
            name="Terms and Conditions",
            enabled=required,
            default_action=required,
        )

    def _create_event_log(self, props: RealmProps) -> RealmEvents:
        return RealmEvents(
            self,
            "Events",
            realm_id=self.id,
            events_enabled=True,
            events_expiration=duration_seconds(props.event_retention),
            events_listeners=["jboss-logging"],
            admin_events_enabled=True,
            # Details would hold what was sent, secrets of clients included.
            admin_events_details_enabled=False,
        )


def _languages(locales: Sequence[str]) -> dict[str, object] | None:
    """Turn Keycloak's internationalization on; without the block, the provider turns it off."""
    return {"supported_locales": list(locales), "default_locale": locales[0]} if locales else None


def _defenses(brute_force: BruteForceProps) -> RealmSecurityDefenses:
    return RealmSecurityDefenses(
        brute_force_detection=RealmSecurityDefensesBruteForceDetection(
            permanent_lockout=False,
            max_login_failures=brute_force.max_failures,
            wait_increment_seconds=duration_seconds(brute_force.wait),
            max_failure_wait_seconds=duration_seconds(brute_force.max_wait),
            failure_reset_time_seconds=duration_seconds(brute_force.reset_after),
        ),
        headers=RealmSecurityDefensesHeaders(
            x_frame_options="DENY",
            content_security_policy="frame-src 'self'; frame-ancestors 'none'; object-src 'none';",
            x_content_type_options="nosniff",
            x_robots_tag="none",
            referrer_policy="no-referrer",
            strict_transport_security="max-age=31536000; includeSubDomains",
        ),
    )


def _smtp_server(smtp: SmtpProps, secrets: SecretSource) -> RealmSmtpServer:
    return RealmSmtpServer(
        host=smtp.host,
        port=str(smtp.port),
        from_=smtp.sender,
        from_display_name=smtp.sender_name,
        starttls=smtp.encryption == "starttls",
        ssl=smtp.encryption == "tls",
        auth=RealmSmtpServerAuth(username=smtp.auth.username, password=secrets.smtp_password()) if smtp.auth else None,
    )
