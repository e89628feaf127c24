"""What happens when somebody comes through an identity provider, for the first time and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.login_steps import first_login_steps, later_login_steps
from constructs_lib.realm.login_flow import LoginFlow

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.declaration.login_steps import AfterPassword
    from constructs_lib.declaration.props import FirstLogin
    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = ["BrokerLoginFlow", "LaterLoginFlow"]


class BrokerLoginFlow(LoginFlow):
    """A first-login flow that links nobody to an account without its password, and its second factor.

    Keycloak's own flow also offers to prove an account by a mail with a link. Who follows that link in good faith hands
    the account to whoever had the mail sent: this flow does not offer it.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm.
        first_login: `create` makes an account for a new person, `link` turns them away.
        after_password: What people are asked after the password: they are asked here too, where it links their
            account and logs them in.
        features: What the provider can do.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        realm_id: str,
        first_login: FirstLogin,
        after_password: AfterPassword,
        features: ProviderFeatures,
    ) -> None:
        super().__init__(
            scope,
            id,
            realm_id=realm_id,
            name=f"first broker login - {first_login} with {after_password.name}",
            steps=first_login_steps(first_login, after_password),
            features=features,
        )


class LaterLoginFlow(LoginFlow):
    """What asks, after each login at a provider, who linked an account of this realm for the second factor it needs.

    A link may be older than the need for a second factor: whoever made it had the password alone.

    Args:
        scope: Parent construct.
        id: Construct id.
        realm_id: The realm.
        after_password: What people are asked after the password.
        features: What the provider can do.
    """

    def __init__(
        self, scope: Construct, id: str, *, realm_id: str, after_password: AfterPassword, features: ProviderFeatures
    ) -> None:
        super().__init__(
            scope,
            id,
            realm_id=realm_id,
            name=f"later broker login with {after_password.name}",
            steps=later_login_steps(after_password),
            features=features,
        )
