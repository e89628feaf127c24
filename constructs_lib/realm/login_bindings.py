"""Which flow the realm runs for each kind of login: never one that takes a password alone from a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import AuthenticationBindings
from constructs_lib.realm.login_flow import LoginFlow, Step

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures
    from constructs_lib.realm.second_factor import SecondFactor
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["LoginBindings"]

_REFUSAL = (Step("deny-access-authenticator", "REQUIRED"),)


class LoginBindings(Construct):
    """The realm's flows, each written out, so that a change by hand shows in the next plan.

    The direct grant flow, which answers the password grant of every client that brings no flow of its own, refuses
    everybody. Keycloak's built-in client `admin-cli` has that grant in every realm, and no provider turns it off
    (RFC 9700 section 2.4; docs/decisions/password-grant.md).

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        second_factor: Flows that ask for a second factor, where somebody needs one.
        features: What the provider can do.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm: SecuredRealm,
        second_factor: SecondFactor | None,
        features: ProviderFeatures,
    ) -> None:
        super().__init__(scope, id)
        refusal = LoginFlow(
            self, "DirectGrant", realm_id=realm.id, name="no direct grant", steps=_REFUSAL, features=features
        )
        AuthenticationBindings(
            self,
            "Bindings",
            realm_id=realm.id,
            browser_flow=second_factor.browser_flow if second_factor else "browser",
            reset_credentials_flow=second_factor.reset_credentials_flow if second_factor else "reset credentials",
            direct_grant_flow=refusal.alias,
            registration_flow="registration",
            client_authentication_flow="clients",
            docker_authentication_flow="docker auth",
            # A flow that lacks a step asks for less.
            depends_on=[*refusal.steps, *(second_factor.parts if second_factor else ())],
        )
