"""What the Terraform JSON of a draft says of an argument, as far as it says it plainly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.token_settings import TOKEN_SCOPE
from stacks.keeping import natural_name

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["emitted"]

_MAP = re.compile(r"\$\{local\.([A-Za-z0-9_-]+)\}")
_SCOPE = re.compile(r"\$\{keycloak_openid_client_scope\.[A-Za-z0-9_-]*AccessTokenScope[A-Za-z0-9_-]*\.name\}")
_LOOKUP = re.compile(r"\$\{local\.[A-Za-z0-9_-]+\[\"([^\"$]+)\"\]\}")
_EACH_LIST = re.compile(r"\$\{\[for name in each\.value\.([a-z_]+) : local\.[A-Za-z0-9_-]+\[name\]\]\}")
_EACH = re.compile(r"\$\{each\.value\.([a-z_]+)\}")
_FLOW = re.compile(r"\$\{keycloak_authentication_flow\.([A-Za-z0-9_-]+)\.alias\}")


def emitted(code: Mapping[str, Any], realm: str, type_: str, name: str, argument: str) -> Any:  # noqa: ANN401 - a value
    """Return the value of an argument, lists sorted; None where nothing says it.

    Args:
        code: The Terraform JSON.
        realm: Name of the realm.
        type_: Type of the resource.
        name: What `kept` calls it.
        argument: The argument, dotted where it is in a block.
    """
    for body in code["resource"].get(type_, {}).values():
        entry: Mapping[str, Any] = {}
        if "for_each" in body:
            entries = _MAP.fullmatch(str(body["for_each"]))
            named = code.get("locals", {}).get(entries[1], {}) if entries else {}
            is_meant = name in named
            found = named.get(name) if is_meant else None
            entry = found if isinstance(found, dict) else {}
        else:
            is_meant = natural_name(type_, body, code, realm) == name
        if is_meant:
            return _plain(_at(body, argument), code, entry)
    return None


def _at(body: Mapping[str, Any], argument: str) -> Any:  # noqa: ANN401 - as above
    if argument in body:
        return body[argument]
    value: Any = body
    for part in argument.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _plain(value: Any, code: Mapping[str, Any], entry: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, list):
        return sorted((_plain(each, code, entry) for each in value), key=str)
    if not isinstance(value, str):
        return value
    if _SCOPE.fullmatch(value):
        return TOKEN_SCOPE
    if flow := _FLOW.fullmatch(value):
        return code["resource"]["keycloak_authentication_flow"][flow[1]]["alias"]
    if lookup := _LOOKUP.fullmatch(value):  # such maps lead from what something is called to what Keycloak calls it
        return lookup[1]
    own = _EACH_LIST.fullmatch(value) or _EACH.fullmatch(value)
    return _plain(entry[own[1]], code, entry) if own and own[1] in entry else value
