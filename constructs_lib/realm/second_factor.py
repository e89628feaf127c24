"""Login flows that ask some people for a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.cdk.keycloak import Role
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.realm.login_flow import FlowPart, LoginFlow, Step, Steps
from constructs_lib.terraform.order import goes_last

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures
    from constructs_lib.realm.secured_realm import SecuredRealm

__all__ = ["AFTER_PASSWORD", "SecondFactor"]

_OTP, _PASSKEY = second_factor_role("otp"), second_factor_role("passkey")

# Whoever holds a role gets a second factor at the first login, and needs it from then on.
AFTER_PASSWORD = (
    # First for a reason: it fails where nobody has logged in yet. Conditions would count as not met, for good.
    Step(
        "auth-conditional-otp-form",
        "REQUIRED",
        {"skipOtpRole": _PASSKEY, "forceOtpRole": _OTP, "defaultOtpOutcome": "skip"},
    ),
    Steps(
        "passkey",
        "CONDITIONAL",
        (
            Step("conditional-user-role", "REQUIRED", {"condUserRole": _PASSKEY, "negate": "false"}),
            Step("webauthn-authenticator", "REQUIRED"),
        ),
    ),
    # Who set one up unasked is asked for it, as in Keycloak's own flow.
    Steps(
        "chosen by the person",
        "CONDITIONAL",
        (
            Step("conditional-user-role", "REQUIRED", {"condUserRole": _OTP, "negate": "true"}),
            Step("conditional-user-role", "REQUIRED", {"condUserRole": _PASSKEY, "negate": "true"}),
            Step("conditional-user-configured", "REQUIRED"),
            Step("auth-otp-form", "ALTERNATIVE"),
            Step("webauthn-authenticator", "ALTERNATIVE"),
        ),
    ),
)
"""What comes after the password, wherever somebody proves who they are by it."""

_BROWSER = (
    Step("auth-cookie", "ALTERNATIVE"),
    Step("identity-provider-redirector", "ALTERNATIVE"),
    Steps(
        "password",
        "ALTERNATIVE",
        (
            Step("auth-username-password-form", "REQUIRED"),
            Steps("after the password", "REQUIRED", AFTER_PASSWORD),
        ),
    ),
)
# Keycloak's own flow replaces the second factor as well, and logs in: whoever reads the mail would need no other.
_FORGOTTEN_PASSWORD = (
    Step("reset-credentials-choose-user", "REQUIRED"),
    Step("reset-credential-email", "REQUIRED", {"force-login": "true"}),
    Step("reset-password", "REQUIRED"),
)


class SecondFactor(Construct):
    """Roles, and flows of the realm that ask their holders for a second factor (Keycloak guide "Authentication flows").

    Args:
        scope: Parent construct.
        id: Construct id.
        realm: The realm.
        features: What the provider can do.

    Attributes:
        role_ids: Map from a role's name to its id (token).
        browser_flow: Name of the flow that logs people in (token).
        reset_credentials_flow: Name of the flow of those who forgot their password (token).
        parts: All that must be there before the realm uses the flows.
    """

    def __init__(self, scope: Construct, id: str, *, realm: SecuredRealm, features: ProviderFeatures) -> None:
        super().__init__(scope, id)
        self.role_ids: dict[str, str] = {}
        self.parts: list[FlowPart | Role] = []
        for factor in SECOND_FACTORS:
            role = Role(self, factor, realm_id=realm.id, name=second_factor_role(factor), lifecycle=goes_last())
            self.role_ids[second_factor_role(factor)] = role.id
            self.parts.append(role)
        browser = LoginFlow(
            self,
            "Browser",
            realm_id=realm.id,
            name="browser with second factor",
            steps=_BROWSER,
            features=features,
        )
        forgotten = LoginFlow(
            self,
            "ForgottenPassword",
            realm_id=realm.id,
            name="reset password alone",
            steps=_FORGOTTEN_PASSWORD,
            features=features,
        )
        self.browser_flow: str = browser.alias
        self.reset_credentials_flow: str = forgotten.alias
        self.parts += [*browser.steps, *forgotten.steps]
