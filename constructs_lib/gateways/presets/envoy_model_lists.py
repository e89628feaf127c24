"""How Envoy answers a list of models: by a script of the filter `lua`, with those that the caller may use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.declaration.token_settings import ROLES_CLAIM
from constructs_lib.gateways.model_lists import listings
from constructs_lib.gateways.presets.envoy_lua import lua_filter

if TYPE_CHECKING:
    from constructs_lib.gateways.protected_api import ProtectedApi
    from constructs_lib.gateways.route import ModelList

__all__ = ["model_list_filters"]

_START = '{"object":"list","data":['

_Struct = dict[str, object]


def model_list_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filter that answers lists, after `rbac`; none where no path is one."""
    lists = [
        {
            "path": each.path,
            "start": _START if each.form == "openai" else '{"models":[',
            "models": [(_entry(each.form, model, api), roles) for model, roles in each.models.items()],
        }
        for each in listings(api)
    ]
    return [lua_filter("models", "envoy_models.lua.j2", lists=lists, roles_claim=ROLES_CLAIM)] if lists else []


def _entry(form: ModelList, model: str, api: ProtectedApi) -> str:
    """Return how a list has a model, as JSON."""
    match form:
        case "openai":
            return json.dumps({"id": model, "object": "model", "created": 0, "owned_by": api.realm.name})
        case "ollama":
            return json.dumps({"name": model, "model": model})
        case _:
            return json.dumps(model)
