"""Which flow the realm runs for each kind of login: never one that takes a password alone from a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import AuthenticationBindings
from constructs_lib.declaration.login_steps import FORGOTTEN_PASSWORD, REFUSAL, browser_steps
from constructs_lib.realm.login_flow import LoginFlow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_lib.cdk.keycloak import Role
    from constructs_lib.declaration.login_steps import AfterPassword, Step, Steps
    from constructs_lib.declaration.provider_features import ProviderFeatures
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["LoginBindings"]


class LoginBindings(Construct):
    """The realm's flows, each written out, so that a change by hand shows in the next plan.

    The direct grant flow, which answers the password grant of every client that brings no flow of its own, refuses
    everybody. Keycloak's built-in client `admin-cli` has that grant in every realm, and no provider turns it off
    (RFC 9700 section 2.4; docs/decisions/password-grant.md). Who forgot the password sets a new one, and logs in by it.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        after_password: What people are asked after their password, beyond what Keycloak's own flow asks.
        forgotten_passwords: Whether people reset theirs by a mail.
        roles: Roles that the flows ask for.
        features: What the provider can do.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: SecuredRealm,
        after_password: AfterPassword,
        forgotten_passwords: bool,
        roles: Sequence[Role],
        features: ProviderFeatures,
    ) -> None:
        super().__init__(scope, id)

        def flow(id: str, name: str, steps: Sequence[Step | Steps]) -> LoginFlow:
            return LoginFlow(self, id, realm_id=realm.id, name=name, steps=steps, features=features)

        refusal = flow("DirectGrant", "no direct grant", REFUSAL)
        forgotten = flow("ForgottenPassword", "forgotten password", FORGOTTEN_PASSWORD) if forgotten_passwords else None
        asked = after_password.name
        # Another flow for each set of steps: while those of one change, it would ask for less.
        browser = flow(f"Browser-{asked}", f"log in with {asked}", browser_steps(after_password)) if asked else None
        AuthenticationBindings(
            self,
            "Bindings",
            realm_id=realm.id,
            browser_flow=browser.alias if browser else "browser",
            reset_credentials_flow=forgotten.alias if forgotten else "reset credentials",
            direct_grant_flow=refusal.alias,
            registration_flow="registration",
            client_authentication_flow="clients",
            docker_authentication_flow="docker auth",
            # A flow that lacks a step asks for less. The event log takes turns: Keycloak (26.7.3) writes a realm as a
            # whole, and loses one of two changes that are made at the same time.
            depends_on=[
                realm.events,
                *roles,
                *(step for each in (refusal, browser, forgotten) if each for step in each.steps),
            ],
        )
