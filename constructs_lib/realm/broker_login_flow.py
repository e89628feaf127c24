"""What happens when somebody comes through an identity provider for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.realm.login_flow import LoginFlow, Step, Steps
from constructs_lib.realm.second_factor import AFTER_PASSWORD

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.declaration.props import FirstLogin
    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["BrokerLoginFlow"]

# Who has an account proves it by its password, and by its second factor if it has one.
_IF_SET_UP = Steps(
    "second factor",
    "CONDITIONAL",
    (
        Step("conditional-user-configured", "REQUIRED"),
        Step("auth-otp-form", "ALTERNATIVE"),
        Step("webauthn-authenticator", "ALTERNATIVE"),
    ),
)
# Where some need one, they need it here too: the password alone would link their account, and log in.
_AS_REQUIRED = Steps("after the password", "REQUIRED", AFTER_PASSWORD)


class BrokerLoginFlow(LoginFlow):
    """A first-login flow that links nobody to an account without its password, and its second factor.

    Keycloak's own flow also offers to prove an account by a mail with a link. Who follows that link in good faith hands
    the account to whoever had the mail sent: this flow does not offer it.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm.
        first_login: `create` makes an account for a new person, `link` turns them away.
        second_factor: Some people of the realm need one.
        features: What the provider can do.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm_id: str,
        first_login: FirstLogin,
        second_factor: bool,
        features: ProviderFeatures,
    ) -> None:
        super().__init__(
            scope,
            id,
            realm_id=realm_id,
            name=f"first broker login - {first_login}{' with second factor' if second_factor else ''}",
            steps=_steps(first_login, _AS_REQUIRED if second_factor else _IF_SET_UP),
            features=features,
        )


def _steps(first_login: FirstLogin, second_factor: Steps) -> tuple[Step | Steps, ...]:
    proof = (Step("idp-confirm-link", "REQUIRED"), Step("idp-username-password-form", "REQUIRED"), second_factor)
    if first_login == "link":
        return (Step("idp-detect-existing-broker-user", "REQUIRED"), *proof)
    return (Step("idp-create-user-if-unique", "ALTERNATIVE"), Steps("account exists", "ALTERNATIVE", proof))
