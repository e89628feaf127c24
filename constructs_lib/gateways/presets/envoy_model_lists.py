"""How Envoy answers a list of models: by a script of the filter `lua`, with those that the caller may use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import ROLES_CLAIM
from constructs_lib.gateways.model_lists import listed_models, lists_by_path
from constructs_lib.gateways.presets.envoy_lua import lua_filter

if TYPE_CHECKING:
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["model_list_filters"]

_Struct = dict[str, object]


def model_list_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filter that answers lists, after `rbac`; none where no path is one."""
    lists = lists_by_path(api)
    if not lists:
        return []
    models = [
        {
            "roles": roles,
            "openai": json.dumps({"id": model, "object": "model", "created": 0, "owned_by": api.realm.name}),
            "ollama": json.dumps({"name": model, "model": model}),
        }
        for model, roles in listed_models(api).items()
    ]
    return [lua_filter("models", "envoy_models.lua.j2", lists=lists, models=models, roles_claim=ROLES_CLAIM)]
