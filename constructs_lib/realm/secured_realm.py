"""The realm, its signing key and its event log."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from constructs_lib.declaration.realm_settings import (
    BROWSER_HEADERS,
    brute_force_settings,
    event_settings,
    realm_settings,
)
from constructs_lib.declaration.required_actions import PROOF, TERMS, UPDATE_EMAIL, self_service
from constructs_lib.realm.any_realm import AnyRealm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_lib.declaration.props import BruteForceProps, RealmProps, SmtpProps
    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.secrets import SecretSource

__all__ = ["SecuredRealm"]

_CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}

# Above the keys that Keycloak generates with the realm (priority 100), so that ours signs.
_KEY_PRIORITY = 200


class SecuredRealm(AnyRealm):
    """A realm whose every security setting is written out, so that drift is seen.

    Args:
        scope: Parent construct.
        id: Construct id.
        context: Declares the realm; its secrets are the source of the mail server's password.

    Attributes:
        events: The event log: whatever else changes the realm comes after it.
    """

    def __init__(self, scope: Construct, id: str, *, context: Context) -> None:
        props = context.declaration.realm
        super().__init__(scope, id, props=props)
        realm = self._create_realm(props, context)
        self.id: str = realm.id
        self.name: str = realm.realm
        self._create_signing_key()
        self.events = self._create_event_log(props)
        self._require_terms(required=props.login.terms)
        self._restrict_self_service(props, context)

    def _create_realm(self, props: RealmProps, context: Context) -> Realm:
        realm = Realm(
            self,
            "Realm",
            realm=props.name,
            display_name=props.display_name or props.name,
            **realm_settings(props),
            internationalization=_languages(props.login.locales),
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

    def _restrict_self_service(self, props: RealmProps, context: Context) -> None:
        """Let nobody take another person's address, or add what is no second factor here.

        An identity provider's people are known by their address when they first come (Keycloak guide "Server
        Administration", "First login flow").
        """
        for each in self_service(props.login):
            action = RequiredAction(
                self,
                each.alias,
                realm_id=self.id,
                alias=each.alias,
                name=each.name,
                priority=each.priority,
                enabled=each.enabled,
                default_action=False,
            )
            if each.alias == UPDATE_EMAIL and context.features.required_action_config:
                action.add_override("config", PROOF)  # bindings of 4.5.0 lack the argument

    def _create_event_log(self, props: RealmProps) -> RealmEvents:
        return RealmEvents(self, "Events", realm_id=self.id, **event_settings(props))


def _languages(locales: Sequence[str]) -> dict[str, object] | None:
    """Turn Keycloak's internationalization on; without the block, the provider turns it off."""
    return {"supported_locales": list(locales), "default_locale": locales[0]} if locales else None


def _defenses(brute_force: BruteForceProps) -> RealmSecurityDefenses:
    detection = brute_force_settings(brute_force)
    return RealmSecurityDefenses(
        brute_force_detection=RealmSecurityDefensesBruteForceDetection(**detection) if detection else None,
        headers=RealmSecurityDefensesHeaders(**BROWSER_HEADERS),
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
