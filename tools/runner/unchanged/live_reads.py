"""Reads of one realm for many resources: each path is asked for once, and long lists in place of many single reads."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tools.keycloak.pages import paged

if TYPE_CHECKING:
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["LiveReads"]

_ALL = "-1"
# Keycloak's time for one answer grows with the square of the clients in it, where it has to load them first.
_PAGE = 50
_FEW = 25


class LiveReads:
    """What a realm holds now. Threads may share it.

    Args:
        admin: The realm's Keycloak.
        realm: Name of the realm.
        clients: How many clients will be asked for: few are read one by one, since a realm may have many others.
    """

    def __init__(self, admin: KeycloakAdmin, realm: str, *, clients: int) -> None:
        self._admin = admin
        self._base = f"realms/{quote(realm, safe='')}"
        self._lists_clients = clients > _FEW
        self._found: dict[str, Future[Any]] = {}
        self._lock = threading.Lock()

    def get(self, *parts: str) -> Any:  # noqa: ANN401 - whatever Keycloak keeps there
        """Return what is at a path below the realm; None where nothing is.

        Args:
            parts: Names and ids that the path consists of.

        Raises:
            ToolError: Keycloak does not answer, or refuses.
        """
        path = "/".join((self._base, *(quote(part, safe="") for part in parts)))
        return self._once(path, lambda: self._admin.find(path))

    def client(self, uuid: str) -> Any:  # noqa: ANN401 - as above
        """Return a client with its mappers and the names of its scopes; None where it is gone."""
        return self._once("clients", self._clients).get(uuid) if self._lists_clients else self.get("clients", uuid)

    def role(self, container: str, id_: str) -> Any:  # noqa: ANN401 - as above
        """Return a role, with the roles within it.

        Args:
            container: The internal id of the role's client; empty for a role of the realm.
            id_: The role's id.
        """
        at = ("clients", quote(container, safe=""), "roles") if container else ("roles",)
        path = "/".join((self._base, *at))
        role = self._once(path, lambda: _by_id(self._admin.find(path, briefRepresentation="false", max=_ALL))).get(id_)
        return (role, self.get("roles-by-id", id_, "composites")) if role and role.get("composite") else role

    def of_list(self, id_: str, *parts: str, key: str = "id", within: str = "") -> Any:  # noqa: ANN401 - as above
        """Return one entry of a list; None where it is not there.

        Args:
            id_: The entry's.
            parts: The path of the list.
            key: What identifies an entry.
            within: Where the list is in the answer, if it is not the answer.
        """
        name = "/".join((*parts, key))  # no path begins like this one
        return self._once(name, lambda: _by_id(_at(self.get(*parts), within), key)).get(id_)

    def _clients(self) -> dict[str, Any]:
        return _by_id(paged(lambda **part: self._admin.find(f"{self._base}/clients", **part) or (), _PAGE))

    def _once(self, name: str, read: Any) -> Any:  # noqa: ANN401 - as above
        with self._lock:
            future = self._found.get(name)
            is_first = future is None
            if future is None:
                future = self._found[name] = Future()
        if is_first:
            try:
                future.set_result(read())
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()


def _at(answer: Any, within: str) -> Any:  # noqa: ANN401 - as above
    return (answer or {}).get(within) if within else answer


def _by_id(entries: Any, key: str = "id") -> dict[str, Any]:  # noqa: ANN401 - as above
    return {str(entry[key]): entry for entry in entries or ()}
