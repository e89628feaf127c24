"""A consumer, for resources beside the construct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.terraform.handles import Handles

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.terraform.terraform_map import EachReference

__all__ = ["Consumer", "MachineClient"]


@dataclass(frozen=True)
class MachineClient:
    """An OAuth client that a machine calls with.

    Attributes:
        client_id: OAuth client identifier.
        clients: The resource that has an instance for each.
        scope: Construct that owns references to it.
    """

    client_id: str
    clients: EachReference
    scope: Construct

    @property
    def client_uuid(self) -> str:
        """Keycloak's internal id of the client (token), the provider's `client_id` argument of roles and mappers."""
        return self.clients.of_instance(self.scope, self.client_id, "id")

    @property
    def service_account_user_id(self) -> str:
        """Keycloak's id of the client's service account (token), the `sub` of its tokens, for `user_id` of roles."""
        return self.clients.of_instance(self.scope, self.client_id, "service_account_user_id")


class Consumer:
    """A machine client by the name that it is declared by; while its secret rotates, it is two OAuth clients.

    Args:
        name: Name of the consumer.
        clients: Its OAuth clients, the one that it is declared with first.

    Attributes:
        name: Name of the consumer.
        clients: Its OAuth clients by `client_id`.
    """

    def __init__(self, name: str, clients: tuple[MachineClient, ...]) -> None:
        self.name = name
        self.clients = Handles(f"consumer '{name}'", "client", {client.client_id: client for client in clients})
        self._first = clients[0]

    @property
    def client_id(self) -> str:
        """OAuth client identifier of its first client."""
        return self._first.client_id

    @property
    def client_uuid(self) -> str:
        """Keycloak's internal id of its first client (token)."""
        return self._first.client_uuid

    @property
    def service_account_user_id(self) -> str:
        """Keycloak's id of its first client's service account (token), the `sub` of its tokens."""
        return self._first.service_account_user_id
