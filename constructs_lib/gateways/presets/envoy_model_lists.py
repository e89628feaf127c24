"""How Envoy answers a list of models: by a script of the filter `lua`, with those that the caller may use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ruamel.yaml.scalarstring import LiteralScalarString

from constructs_lib.declaration.token_settings import ROLES_CLAIM
from constructs_lib.gateways.model_lists import listed_models
from constructs_lib.gateways.text_templates import render_template

if TYPE_CHECKING:
    from constructs_lib.gateways.protected_api import ProtectedApi

__all__ = ["model_list_filters"]

_Struct = dict[str, object]


def model_list_filters(api: ProtectedApi) -> list[_Struct]:
    """Return the filter that answers lists, after `rbac`; none where no path is one."""
    lists = sorted({(route.path, route.lists) for route in api.routes if route.lists})
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
    script = render_template("envoy_models.lua.j2", lists=lists, models=models, roles_claim=ROLES_CLAIM)
    config = {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua",
        "default_source_code": {"inline_string": LiteralScalarString(script)},
    }
    return [{"name": "models", "typed_config": config}]
