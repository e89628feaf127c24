"""What the rest of a stack needs of its realm, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.declaration.token_settings import access_token_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import RealmProps

__all__ = ["AnyRealm"]


class AnyRealm(Construct):
    """A realm of ours, or one that is joined: who derives from it makes, or finds, the realm, and says `id` and `name`.

    Args:
        scope: Parent construct.
        id: Construct id.
        props: What is declared of it.

    Attributes:
        id: What other provider resources take as `realm_id` (token).
        name: Name of the realm (token), part of the issuer.
        lifespans: How long tokens and sessions of our clients live.
        signature_algorithm: JOSE name of the algorithm that signs their tokens.
        token_settings: What every client of ours is set to (`extra_config` of `keycloak_openid_client`).
    """

    id: str
    name: str

    def __init__(self, scope: Construct, id: str, *, props: RealmProps) -> None:
        super().__init__(scope, id)
        self.lifespans = props.lifespans
        self.signature_algorithm = props.signature_algorithm
        self.token_settings: Mapping[str, str] = access_token_settings(props)
