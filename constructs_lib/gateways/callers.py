"""Which consumers call the API behind a gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.props import ConsumerProps

__all__ = ["calls"]


def calls(policy: AccessPolicy, consumer: ConsumerProps, api: str) -> bool:
    """Tell whether a consumer may get a token for an API, for itself or for people; for the only one any of them may.

    Args:
        policy: Who may call what.
        consumer: The consumer.
        api: Name of the API.
    """
    served = policy.served
    return len(served.by_name) == 1 or any(served.scopes[scope] == api for scope in policy.consumer_scopes(consumer))
