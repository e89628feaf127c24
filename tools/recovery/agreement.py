"""What an operator has agreed to take over whatever it holds: objects by their ids, never a team's file.

What a deployment finds by its name it takes over only if that holds no more than is declared. A realm that was in use
before it was declared holds more: somebody has to say of each object that it is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tools.recovery.realm_objects import RealmObjects

__all__ = ["NOTHING_AGREED", "Agreement"]


class Agreement(Protocol):
    """Objects that are taken over as they are: not compared, not made anew, with the secrets that they have."""

    def has(self, type_: str, id_: str, realm: RealmObjects) -> bool:
        """Tell whether an object is among them.

        Args:
            type_: Type of its resource, such as `keycloak_openid_client`.
            id_: Its id in Keycloak.
            realm: Its realm.
        """


class _Nothing:
    def has(self, type_: str, id_: str, realm: RealmObjects) -> bool:  # noqa: ARG002 - whatever it is
        return False


NOTHING_AGREED: Agreement = _Nothing()
"""Nobody has named anything: all is compared."""
