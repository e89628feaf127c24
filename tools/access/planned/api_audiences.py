"""The audiences of several APIs, which scopes of their models repeat: a change of one is told once, as the API's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tools.access.planned.api_places import api_place, audience_kind
from tools.runner.things import base_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.access.planned.objects import Objects
    from tools.access.planned.stack import Instance

__all__ = ["ApiAudiences"]

_AUDIENCE = "included.custom.audience"
_REPEATED = re.compile(r"(?:.*_)?(?:Models_Audiences|Realm_Apis_.+_AccessRole)_(?P<kind>audience|introspection)")


class ApiAudiences:
    """What the APIs are called in tokens, before and after the apply, as the mappers of their own clients say.

    Args:
        objects: Everything in the plans.
    """

    def __init__(self, objects: Objects) -> None:
        self._own = {
            (api_place(instance), kind): (_written(instance.before), _written(instance.after))
            for instance in objects.of("keycloak_generic_protocol_mapper")
            if (kind := audience_kind(instance)) and api_place(instance)[0] == "apis"
        }

    def tell(self, instance: Instance) -> bool:
        """Tell whether a mapper of a scope says on each side what its API's own client does."""
        found = _REPEATED.fullmatch(base_name(instance.name))
        if found is None:
            return False
        place = ("apis", str(instance.entry["api"])) if "api" in instance.entry else api_place(instance)
        own = self._own.get((place, found["kind"]))
        return own == (_written(instance.before), _written(instance.after))


def _written(values: Mapping[str, Any] | None) -> object:
    config = values.get("config") if values else None
    return config.get(_AUDIENCE) if isinstance(config, dict) else config
