"""Gateways before an MCP server: what is refused, and what their files say."""

from __future__ import annotations

from typing import Any

import pytest
from ruamel.yaml import YAML

from constructs_lib.gateways.catalog import PRESETS
from tests.support.declarations.declarations import API
from tests.support.gateways.envoy import envoy_faults
from tests.support.gateways.gateways import load_module, written
from tests.support.gateways.protected import findings, protect

pytestmark = pytest.mark.unit

DECLARED: dict[str, object] = {
    "api": API.model_copy(update={"kind": "mcp"}),
    "models": {"weather": {"actions": ["get", "manage"], "tools": {"manage": ["addStation", "drop.station"]}}},
}
URL = "https://mcp.example.com"
FIRST = {"first": {"weather": ["get"]}}


@pytest.mark.parametrize("preset", sorted(set(PRESETS) - {"envoy", "mcp-sdk"}))
def test_other_gateways_are_refused(preset: str) -> None:
    """Whoever cannot tell tools apart gets no file, which would open all of them or none."""
    assert findings(preset, declared=DECLARED) == [
        (
            f"gateway.presets: realm 'ml-prod', gateway: {preset} cannot tell the tools of an MCP server apart: "
            "use one of: envoy, mcp-sdk"
        )
    ]


@pytest.mark.parametrize(
    ("gateway", "fault"),
    [
        (
            {"paths": {"style": "custom"}},
            "gateway.paths: {} an MCP server has one path: write gateway.mcp.path in place of paths",
        ),
        (
            {"mcp": {"first": {"wether": ["get"]}}},
            "gateway.mcp.first.wether: {} no model 'wether' is behind it: did you mean 'weather'?",
        ),
        (
            {"mcp": {"first": {"weather": ["got"]}}},
            "gateway.mcp.first.weather: {} model 'weather' has no action 'got': did you mean 'get'?",
        ),
    ],
    ids=["paths", "model", "action"],
)
def test_gateway_that_does_not_go_with_the_server(gateway: dict[str, object], fault: str) -> None:
    """What is declared of it and means nothing, or names nothing, is an error."""
    assert findings("envoy", declared=DECLARED, **gateway) == [fault.format("realm 'ml-prod', gateway:")]


def test_models_have_no_mcp_gateway() -> None:
    """The other way round it is one too."""
    assert findings("mcp-sdk", mcp={"methods": ["resources/read"]}) == [
        "gateway.presets: realm 'ml-prod', gateway: mcp-sdk is for an MCP server: set api.kind to mcp",
        (
            "gateway.mcp: realm 'ml-prod', gateway: there is no MCP server behind it: set api.kind to mcp, "
            "or remove gateway.mcp"
        ),
    ]


@pytest.mark.parametrize("path", ["mcp", "/mcp/", "/a/../b", "/a%2fb", "/"])
def test_path_is_plain(path: str) -> None:
    """It is compared as it stands."""
    with pytest.raises(ValueError, match="the path of an MCP server is a plain path"):
        protect(declared=DECLARED, mcp={"path": path})


def test_actions_may_hold_tools() -> None:
    """A tool needs a role of its action; the metadata stands below the URL that callers use, and is open."""
    api = protect(declared=DECLARED, public_url=f"{URL}/ml", mcp={"path": "/v1/mcp", **FIRST})
    assert api.mcp is not None
    assert {tool.name: api.roles_of(tool.pair)[0] for tool in api.mcp.tools} == {
        "addStation": "weather:manage",
        "drop.station": "weather:manage",
        "get": "weather:get",
    }
    assert api.mcp.metadata.url == f"{URL}/.well-known/oauth-protected-resource/ml/v1/mcp"
    assert [route.path for route in api.open_routes] == ["/.well-known/oauth-protected-resource/ml/v1/mcp"]
    assert (api.routes, [pair.action for pair in api.mcp.first]) == ((), ["get"])


@pytest.mark.slow
def test_envoy_takes_the_file(tmp_path: Any) -> None:  # noqa: ANN401 - pytest's
    """The real one finds no fault, and the rules name each tool once."""
    api = protect(declared=DECLARED, public_url=f"{URL}/a%2Fb", mcp=FIRST)
    file = written(tmp_path, "envoy", api)["envoy.yaml"]
    assert envoy_faults(file) == ""
    listener = YAML(typ="safe").load(file.read_text(encoding="utf-8"))["static_resources"]["listeners"][0]
    manager = listener["filter_chains"][0]["filters"][0]["typed_config"]
    (rbac,) = [each for each in manager["http_filters"] if each["name"] == "envoy.filters.http.rbac"]
    assert sorted(rbac["typed_config"]["rules"]["policies"]) == [
        "any role",
        "open",
        "weather:get or model-api-access",
        "weather:manage or model-api-access",
    ]


@pytest.mark.slow
def test_module_is_imported(tmp_path: Any) -> None:  # noqa: ANN401 - pytest's
    """What is written for the SDK has every tool, and guards no server that does not verify tokens by it."""
    api = protect(declared=DECLARED, public_url=URL, mcp=FIRST)
    module = load_module(written(tmp_path, "mcp-sdk", api)["mcp_access.py"])
    assert {name: max(tool.roles) for name, tool in module.TOOLS.items()} == {
        "addStation": "weather:manage",
        "drop.station": "weather:manage",
        "get": "weather:get",
    }
    assert module.METADATA["scopes_supported"] == ["model.weather.get"]
    with pytest.raises(ValueError, match="auth=auth, token_verifier=verifier"):
        module.guard(module.MCPServer("weather"))
