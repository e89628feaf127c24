"""MCP servers in a declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.checks.declaration import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from tests.support.declarations.declarations import API, declare

if TYPE_CHECKING:
    from constructs_lib.declaration.props import ApiProps

pytestmark = pytest.mark.unit

SERVER = API.model_copy(update={"kind": "mcp"})


def faults(models: dict[str, object], api: ApiProps = SERVER) -> list[str]:
    """Return what is wrong, each with its place."""
    try:
        check_declaration(declare(api=api, models=models))
    except DeclarationError as error:
        return [f"{'.'.join(map(str, each.path))}: {each.message}" for each in error.findings]
    return []


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        (
            {},
            (
                "models.weather: {}: an MCP server serves it: name its tools as its actions, "
                "such as actions: [get_forecast]"
            ),
        ),
        (
            {"actions": ["read"], "tools": {"reed": ["get"]}},
            "models.weather.tools.reed: {}: it has no action 'reed': did you mean 'read'?",
        ),
        (
            {"actions": ["get", "read"], "tools": {"read": ["list", "get"]}},
            (
                "models.weather.tools.read.1: {}: tool 'get' is another action's too: "
                "a tool is one action of one model, remove one"
            ),
        ),
        (
            {"actions": ["read"], "server": "http://127.0.0.1:9"},
            (
                "models.weather.server: {}: an MCP server has one path, and one server behind it: remove server, "
                "and set gateway.upstream"
            ),
        ),
    ],
    ids=["no actions", "unknown action", "tool twice", "server"],
)
def test_tools_are_actions(model: dict[str, object], fault: str) -> None:
    """A model says which tools it has; each is one action's."""
    assert faults({"weather": model}) == [fault.format("realm 'ml-prod', model 'weather'")]


def test_tools_of_two_models_differ() -> None:
    """A server has one tool of a name, whichever model it is of."""
    (fault,) = faults({"news": {"actions": ["get"]}, "weather": {"actions": ["get"]}})
    assert fault.startswith("models.weather.actions.0: ")


def test_only_an_mcp_server_has_tools() -> None:
    """Tools of a model whose API is another kind would be checked by nobody."""
    assert faults({"fraud": {"tools": {"predict": ["score"]}}}, API) == [
        (
            "models.fraud.tools: realm 'ml-prod', model 'fraud': no MCP server serves it: "
            "set api.kind to mcp, or remove tools"
        )
    ]


def test_action_may_be_several_tools() -> None:
    """Tools have names of their own, case and dots included."""
    assert faults({"weather": {"actions": ["get", "read"], "tools": {"read": ["getAlerts", "list.stations"]}}}) == []


@pytest.mark.parametrize("name", ["", "a b", "a/b", "ä", "a" * 129, 'a"b'])
def test_name_of_a_tool_is_the_protocols(name: str) -> None:
    """1 to 128 letters, digits, `_`, `-` or `.`."""
    with pytest.raises(ValueError, match="a tool's name is 1 to 128 letters"):
        declare(api=SERVER, models={"weather": {"actions": ["read"], "tools": {"read": [name]}}})
