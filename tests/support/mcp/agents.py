"""The environment of docs/how-to/mcp.md with people in it, and an agent of theirs that nobody declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.secret_names import initial_password_name
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.people import ready_person
from tests.support.realms.principals import Person

if TYPE_CHECKING:
    from stacks.environment import Environment
    from tests.support.realms.live_environment import LiveEnvironment

__all__ = ["AGENT", "CALLBACK", "agents_environment", "at_agent"]

CALLBACK = "http://127.0.0.1:7777/callback"
AGENT: dict[str, Any] = {
    "client_name": "An agent",
    "redirect_uris": [CALLBACK],
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code", "refresh_token"],
}
"""What it says of itself (RFC 7591)."""


def agents_environment(**realm: object) -> Environment:
    """Return what the page declares, with somebody in each group, and somebody in none.

    Args:
        realm: Other values of the realm.
    """
    groups = {"ada": ("forecasters",), "olga": ("operators",), "bob": ()}
    page = page_environment("mcp")
    people = {name: ready_person(name, *of) for name, of in groups.items()}
    return page.model_copy(update={"people": people, "realm": page.realm.model_copy(update=realm)})


def at_agent(live: LiveEnvironment, username: str, client_id: str, redirect_uri: str = CALLBACK) -> Person:
    """Return somebody with a new browser before an agent.

    Args:
        live: Where the account is.
        username: Name of the account.
        client_id: The agent.
        redirect_uri: Where it gets the code.
    """
    password = live.private.secret(initial_password_name(username))
    return Person(username, client_id, redirect_uri, live.endpoints, password)
