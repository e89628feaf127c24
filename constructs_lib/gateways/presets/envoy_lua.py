"""A script of our own as one of Envoy's filters."""

from __future__ import annotations

from ruamel.yaml.scalarstring import LiteralScalarString

from constructs_lib.gateways.text_templates import render_template

__all__ = ["lua_filter"]


def lua_filter(name: str, template: str, **values: object) -> dict[str, object]:
    """Return the filter `lua` with one script.

    Args:
        name: Name of the filter among the others.
        template: The script's file of `templates/`.
        values: What the template asks for.
    """
    config = {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua",
        "default_source_code": {"inline_string": LiteralScalarString(render_template(template, **values))},
    }
    return {"name": name, "typed_config": config}
