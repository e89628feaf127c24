"""In a realm that is joined, only what we made is taken over: what lacks our mark is somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from constructs_lib.declaration.parent_group import MARK
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.recovery.adoption import Import
    from tools.recovery.realm_objects import Realms

__all__ = ["refuse_others"]

_ADVICE = "choose another name, or another realm.prefix (docs/how-to/join-a-realm.md#names)"
# Types that have a mark, each with where its objects are, and the key of what it is in.
_MARKED = {
    "keycloak_openid_client": ("clients", "extra_config", "attributes"),
    "keycloak_group": ("groups", "attributes", "attributes"),
    "keycloak_openid_client_scope": ("client-scopes", "description", "description"),
}


def refuse_others(found: Iterable[Import], realms: Realms) -> None:
    """Refuse what a plan would take over and somebody else made.

    Args:
        found: What a plan would take over, or make anew.
        realms: Those of its Keycloak.

    Raises:
        ToolError: There is such, a line each (exit 2), or Keycloak does not answer.
    """
    if refused := list(_refused(found, realms)):
        raise ToolError("\n".join(refused), exit_code=2)


def _refused(found: Iterable[Import], realms: Realms) -> Iterator[str]:
    for each in found:
        if each.type not in _MARKED:
            continue
        path, argument, key = _MARKED[each.type]
        mark = _mark(each.planned.arguments.get(argument))
        if mark is None:  # of a realm of ours
            continue
        live = realms.of(each.planned.realm).read(f"{path}/{quote(each.object_id, safe='')}") or {}
        if _mark(live.get(key)) != mark:
            yield (
                f"{each.what} exists in realm '{each.planned.realm}', and is somebody else's: nothing was changed: "
                f"{_ADVICE}"
            )


def _mark(value: object) -> str | None:
    """Return what says whose something is: an attribute, or a description that is it."""
    if isinstance(value, dict):
        found = value.get(MARK)
        return str(found[0] if isinstance(found, list) and found else found) if found else None
    if isinstance(value, str) and value.startswith(f"{MARK}: "):
        return value.removeprefix(f"{MARK}: ")
    return None
