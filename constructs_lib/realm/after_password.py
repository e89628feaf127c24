"""What people are asked after their password, wherever they prove who they are by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.second_factor_roles import second_factor_role
from constructs_lib.realm.login_flow import Step, Steps

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

__all__ = ["AfterPassword"]

_OTP, _PASSKEY = second_factor_role("otp"), second_factor_role("passkey")
_GUARD = "auth-conditional-otp-form"

# Their provider logs them in: a password of their own would outlive their account there.
_NOT_BY_PASSWORD = Steps(
    "of an identity provider",
    "CONDITIONAL",
    (
        Step("conditional-user-role", "REQUIRED", {"condUserRole": BROKERED_ROLE, "negate": "false"}),
        Step("deny-access-authenticator", "REQUIRED"),
    ),
)
# Whoever holds a role gets a second factor at the first login, and needs it from then on.
_PASSKEY_IF_REQUIRED = Steps(
    "passkey",
    "CONDITIONAL",
    (
        Step("conditional-user-role", "REQUIRED", {"condUserRole": _PASSKEY, "negate": "false"}),
        Step("webauthn-authenticator", "REQUIRED"),
    ),
)


@dataclass(frozen=True)
class AfterPassword:
    """Steps after the password.

    Attributes:
        second_factor: Some people of the realm need one.
        brokers: Some log in through identity providers.
    """

    second_factor: bool
    brokers: bool

    @classmethod
    def of(cls, declaration: Declaration) -> AfterPassword:
        """Derive it from what is declared."""
        return cls(
            second_factor=any(access.second_factor for access in declaration.accesses().values()),
            brokers=bool(declaration.identity_providers),
        )

    @property
    def name(self) -> str:
        """What they ask for that Keycloak's own flow does not; nothing where that one does."""
        asked = {"second factor": self.second_factor, "identity providers": self.brokers}
        return " and ".join(name for name, applies in asked.items() if applies)

    @property
    def steps(self) -> tuple[Step | Steps, ...]:
        """The steps in order."""
        roles = {"skipOtpRole": _PASSKEY, "forceOtpRole": _OTP} if self.second_factor else {}
        return (
            # First for a reason: it fails where nobody has logged in yet. Conditions would count as not met, for good.
            Step(_GUARD, "REQUIRED", {**roles, "defaultOtpOutcome": "skip"}),
            *([_NOT_BY_PASSWORD] if self.brokers else []),
            *([_PASSKEY_IF_REQUIRED] if self.second_factor else []),
            # Who set one up unasked is asked for it, as in Keycloak's own flow.
            Steps(
                "chosen by the person",
                "CONDITIONAL",
                (
                    *([_unless(_OTP), _unless(_PASSKEY)] if self.second_factor else []),
                    Step("conditional-user-configured", "REQUIRED"),
                    Step("auth-otp-form", "ALTERNATIVE"),
                    Step("webauthn-authenticator", "ALTERNATIVE"),
                ),
            ),
        )


def _unless(role: str) -> Step:
    return Step("conditional-user-role", "REQUIRED", {"condUserRole": role, "negate": "true"})
