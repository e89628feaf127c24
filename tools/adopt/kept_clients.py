"""What is kept of clients that the provider keeps as it is, or refuses, without a word in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.audit.declared.settings import TYPED_ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.adopt.draft import Draft
    from tools.audit.comparison import Difference
    from tools.audit.live.snapshot import Entry

__all__ = ["browser_flows", "declared_clients", "kept_attributes", "kept_settings"]

_ATTRIBUTES = "attributes."
_LOGOUT = "post.logout.redirect.uris"
_URLS = {"base_url": "baseUrl", "admin_url": "adminUrl", "root_url": "rootUrl"}


def declared_clients(draft: Draft) -> frozenset[str]:
    """Return the `client_id`s of the clients that a draft declares."""
    document = draft.document
    return frozenset({document["api"]["client_id"], *document.get("consumers", {}), *document.get("applications", {})})


def browser_flows(client: Entry) -> bool:
    """Whether people can log in to a client by a browser: without a redirect URI nobody can, whatever else it says."""
    flows = bool(client.get("standardFlowEnabled") or client.get("implicitFlowEnabled"))
    return flows and bool(client.get("redirectUris")) and not client.get("bearerOnly")


def kept_settings(client: Entry, *, is_application: bool) -> Iterator[tuple[str, Any]]:
    """Yield arguments that are written out, since the provider would say nothing of another value.

    Args:
        client: The client.
        is_application: It is declared as an application, whose addresses are keys.
    """
    for argument, name in _URLS.items():
        if client.get(name):
            yield argument, client[name]
    if client.get("frontchannelLogout"):
        yield "frontchannel_logout_enabled", True
    attributes = client.get("attributes", {})
    yield "pkce_code_challenge_method", attributes.get("pkce.code.challenge.method") or None
    if attributes.get("exclude.session.state.from.auth.response") == "true":
        yield "exclude_session_state_from_auth_response", True
    if is_application:
        return
    logs_in = browser_flows(client)
    uris, origins = sorted(client.get("redirectUris", ())), sorted(client.get("webOrigins", ()))
    if uris:  # of no use without a browser flow, and the provider refuses them then
        yield "valid_redirect_uris", uris if logs_in else []
    if origins:
        is_used = logs_in or (client.get("directAccessGrantsEnabled") and not client.get("bearerOnly"))
        yield "web_origins", origins if is_used else []
    if logout := str(attributes.get(_LOGOUT) or ""):
        yield "valid_post_logout_redirect_uris", sorted(logout.split("##"))


def kept_attributes(found: Iterable[Difference]) -> dict[str, dict[str, str]]:
    """Return attributes of clients that no argument of the provider has, by `client_id`.

    Args:
        found: Where the realm is not what is declared.
    """
    kept: dict[str, dict[str, str]] = {}
    for difference in found:
        owner, name = difference.fact.owner, difference.fact.name.removeprefix(_ATTRIBUTES)
        is_attribute = owner.startswith("client ") and name != difference.fact.name
        if is_attribute and name not in TYPED_ATTRIBUTES and difference.live and not difference.declared:
            kept.setdefault(owner.removeprefix("client "), {})[name] = difference.live
    return kept
