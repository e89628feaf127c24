"""To which of several APIs a resource belongs, by the construct that makes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.declaration.props import SOLE_API
from tools.runner.things import base_name

if TYPE_CHECKING:
    from constructs_lib.review.settings import Path
    from tools.access.planned.stack import Instance

__all__ = ["access_role_api", "api_place", "audience_kind"]

_OF_API = re.compile(r"(?:^|_)Realm_Apis_(?P<api>.+)_(?:ApiClient|AccessRole)")
_AUDIENCE = re.compile(r"(?:.*_)?Realm_(?:AccessTokenScope|Apis_.+_ApiClient)_(?P<kind>audience|introspection)")
_ACCESS_ROLE = re.compile(r"(?:.*_)?Realm_(?:Apis_(?P<api>.+)_)?AccessRole")


def access_role_api(instance: Instance) -> str | None:
    """Return the name of the API whose every model a role opens; None for any other role."""
    found = _ACCESS_ROLE.fullmatch(base_name(instance.name))
    return (found["api"] or SOLE_API) if found else None


def api_place(instance: Instance) -> Path:
    """Return where the API stands in a declaration that a resource belongs to."""
    found = _OF_API.search(base_name(instance.name))
    return ("apis", found["api"]) if found else ("api",)


def audience_kind(instance: Instance) -> str | None:
    """Return `audience` or `introspection`, which of an API's audiences a mapper writes; None for any other mapper."""
    found = _AUDIENCE.fullmatch(base_name(instance.name))
    return found["kind"] if found else None
