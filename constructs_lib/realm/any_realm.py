"""What the rest of a stack needs of its realm, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import LifespanProps

__all__ = ["AnyRealm"]


class AnyRealm(Construct):
    """A realm of ours, or one that is joined.

    Attributes:
        id: What other provider resources take as `realm_id` (token).
        name: Name of the realm (token), part of the issuer.
        lifespans: How long tokens and sessions of our clients live.
        signature_algorithm: JOSE name of the algorithm that signs their tokens.
        token_settings: What every client of ours is set to (`extra_config` of `keycloak_openid_client`).
    """

    id: str
    name: str
    lifespans: LifespanProps
    signature_algorithm: str
    token_settings: Mapping[str, str]
