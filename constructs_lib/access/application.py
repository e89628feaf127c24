"""An application, for resources beside the construct."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Application"]


@dataclass(frozen=True)
class Application:
    """A client that logs people in.

    Attributes:
        client_id: OAuth client identifier.
        client_uuid: Keycloak's internal id of the client (token), the provider's `client_id` argument of roles and
            mappers.
    """

    client_id: str
    client_uuid: str
