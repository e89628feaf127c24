"""Steps of the login flows: what the constructs create, and what the guardrails compare a login with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.second_factor_roles import second_factor_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import Declaration, FirstLogin

__all__ = [
    "FORGOTTEN_PASSWORD",
    "REFUSAL",
    "AfterPassword",
    "Requirement",
    "Step",
    "Steps",
    "browser_steps",
    "first_login_steps",
    "later_login_steps",
]

Requirement = Literal["REQUIRED", "ALTERNATIVE", "CONDITIONAL"]


@dataclass(frozen=True)
class Step:
    """One authenticator.

    Attributes:
        authenticator: Keycloak's id of it, such as `auth-otp-form`.
        requirement: Keycloak's word for how it counts.
        config: Its settings, by Keycloak's names.
    """

    authenticator: str
    requirement: Requirement
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Steps:
    """A subflow.

    Attributes:
        name: Unique within the flow.
        requirement: Keycloak's word for how it counts.
        steps: What it consists of, in order.
    """

    name: str
    requirement: Requirement
    steps: tuple[Step | Steps, ...]


REFUSAL = (Step("deny-access-authenticator", "REQUIRED"),)
"""Nobody gets through."""

# Keycloak's own flow replaces a second factor as well, and logs in: whoever reads the mail would need no other.
FORGOTTEN_PASSWORD = (
    Step("reset-credentials-choose-user", "REQUIRED"),
    Step("reset-credential-email", "REQUIRED", {"force-login": "true"}),
    Step("reset-password", "REQUIRED"),
    # Within a first login Keycloak would link the account at the provider, by the mail alone. Only there the first of
    # these steps does not fail, and it asks for nothing.
    Steps(
        "no link by a mail",
        "REQUIRED",
        (
            Steps(
                "at a first login",
                "ALTERNATIVE",
                (
                    Step("idp-review-profile", "REQUIRED", {"update.profile.on.first.login": "off"}),
                    Step(
                        "deny-access-authenticator",
                        "REQUIRED",
                        {"denyErrorMessage": "Set a new password from the login page first, then link your account."},
                    ),
                ),
            ),
            Steps("otherwise", "ALTERNATIVE", (Step("allow-access-authenticator", "REQUIRED"),)),
        ),
    ),
)
"""By which a forgotten password is replaced."""

_OTP, _PASSKEY = second_factor_role("otp"), second_factor_role("passkey")
_GUARD = "auth-conditional-otp-form"


def _if(role: str) -> Step:
    return Step("conditional-user-role", "REQUIRED", {"condUserRole": role, "negate": "false"})


def _unless(role: str) -> Step:
    return Step("conditional-user-role", "REQUIRED", {"condUserRole": role, "negate": "true"})


def _unless_used(credential: str) -> Step:
    return Step("conditional-credential", "REQUIRED", {"credentials": credential, "included": "false"})


# Their provider logs them in: a password of their own would outlive their account there.
_NOT_BY_PASSWORD = Steps(
    "of an identity provider",
    "CONDITIONAL",
    (_if(BROKERED_ROLE), Step("deny-access-authenticator", "REQUIRED")),
)
# Whoever holds a role gets a second factor at the first login, and needs it from then on.
_PASSKEY_IF_REQUIRED = Steps(
    "passkey",
    "CONDITIONAL",
    (_if(_PASSKEY), Step("webauthn-authenticator", "REQUIRED")),
)
# Who has not yet set up the kind that the role asks for proves the other one first: else a password alone would do it.
_BEFORE_SET_UP = (
    Steps(
        "code before a first passkey",
        "CONDITIONAL",
        (
            _if(_PASSKEY),
            _unless_used("webauthn"),
            Step("conditional-user-configured", "REQUIRED"),
            Step("auth-otp-form", "REQUIRED"),
        ),
    ),
    Steps(
        "passkey before a first code",
        "CONDITIONAL",
        (
            _if(_OTP),
            _unless(_PASSKEY),
            _unless_used("otp"),
            Step("conditional-user-configured", "REQUIRED"),
            Step("webauthn-authenticator", "REQUIRED"),
        ),
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
            *(_BEFORE_SET_UP if self.second_factor else ()),
        )


def browser_steps(after_password: AfterPassword) -> tuple[Step | Steps, ...]:
    """Return the steps by which people log in."""
    return (
        Step("auth-cookie", "ALTERNATIVE"),
        Step("identity-provider-redirector", "ALTERNATIVE"),
        Steps(
            "password",
            "ALTERNATIVE",
            (
                Step("auth-username-password-form", "REQUIRED"),
                Steps("after the password", "REQUIRED", after_password.steps),
            ),
        ),
    )


def first_login_steps(first_login: FirstLogin, after_password: AfterPassword) -> tuple[Step | Steps, ...]:
    """Return the steps of somebody who comes through an identity provider for the first time."""
    asked = Steps("after the password", "REQUIRED", after_password.steps)
    proof = (Step("idp-confirm-link", "REQUIRED"), Step("idp-username-password-form", "REQUIRED"), asked)
    if first_login == "link":
        return (Step("idp-detect-existing-broker-user", "REQUIRED"), *proof)
    return (Step("idp-create-user-if-unique", "ALTERNATIVE"), Steps("account exists", "ALTERNATIVE", proof))


def later_login_steps(after_password: AfterPassword) -> tuple[Step | Steps, ...]:
    """Return the steps after a login at an identity provider: who merely linked an account here is asked as here.

    Whose account the provider made is not: the provider asks. They follow the steps of a first login, too, and ask once
    more: what somebody proved in a browser before counts for whoever logged in there then.
    """
    return (
        # Where none of a flow's conditions is met, and nothing else is in it, nobody gets through.
        Step("allow-access-authenticator", "REQUIRED"),
        Steps(
            "account of this realm",
            "CONDITIONAL",
            (
                _unless(BROKERED_ROLE),
                Steps("after the provider", "REQUIRED", replace(after_password, brokers=False).steps),
            ),
        ),
    )
