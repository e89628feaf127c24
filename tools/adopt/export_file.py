"""A realm from an export file, imported into the Keycloak of this machine for as long as it is looked at."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["imported", "read_export"]


def read_export(file: Path) -> dict[str, Any]:
    """Read an export of one realm, as Keycloak writes it.

    Args:
        file: The file.

    Raises:
        ToolError: It cannot be read, or is no export of one realm (exit 2).
    """
    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise ToolError(f"cannot read {file}: {error.strerror}", exit_code=2) from None
    except ValueError:
        raise ToolError(f"{file} is no JSON: export the realm anew", exit_code=2) from None
    if not isinstance(found, dict) or not isinstance(found.get("realm"), str):
        raise ToolError(f"{file} is no export of one realm: it has no key 'realm' at its top", exit_code=2)
    return found


@contextmanager
def imported(admin: KeycloakAdmin, export: dict[str, Any], file: Path) -> Iterator[None]:
    """Import a realm, and remove it when the block ends.

    Args:
        admin: The Admin API of this machine's Keycloak.
        export: The realm.
        file: What messages call it.

    Raises:
        ToolError: There is such a realm already (exit 2), or Keycloak refuses the file.
    """
    name = str(export["realm"])
    if admin.realm_exists(name):
        raise ToolError(
            f"the Keycloak of this machine, where {file} is looked at, has a realm '{name}' already: leave out FILE to "
            "adopt that one, or rename it",
            exit_code=2,
        )
    try:
        admin.request("POST", "realms", json=export)
    except ToolError as error:
        admin.delete_realm(name)
        raise ToolError(f"{file}: the Keycloak of this machine does not import it: {error}") from None
    try:
        yield
    finally:
        admin.delete_realm(name)
