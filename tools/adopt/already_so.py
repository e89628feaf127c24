"""Whether what a plan would change of an object that is taken over is so in Keycloak already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.adopt.directory_keys import UNSET_OF_DIRECTORY
from tools.adopt.kept_clients import browser_flows
from tools.adopt.provider_keys import UNREAD_OF_PROVIDER

if TYPE_CHECKING:
    from tools.adopt.differences import Difference
    from tools.audit.live.snapshot import Snapshot

__all__ = ["is_so"]

_ON_UNLESS_SET = {"use_refresh_tokens": "use.refresh.tokens"}
# The provider reads these of no client.
_UNREAD = frozenset({"pkce_code_challenge_method", "exclude_session_state_from_auth_response"})
_OF_BROWSER = frozenset({"standard_flow_enabled", "implicit_flow_enabled", "valid_redirect_uris", "web_origins"})
_FLOWS = frozenset(
    {"standard_flow_enabled", "implicit_flow_enabled", "direct_access_grants_enabled", "service_accounts_enabled"}
)


def is_so(difference: Difference, snapshot: Snapshot) -> bool:
    """Whether ours is what Keycloak does anyway.

    Args:
        difference: What a plan would change.
        snapshot: The realm.
    """
    if difference.type == "keycloak_oidc_identity_provider":
        # Kept before any plan; and what nobody has set is what it is without a value.
        is_unset = difference.argument == "sync_mode" and not difference.found
        return is_unset or difference.argument in UNREAD_OF_PROVIDER
    if difference.type == "keycloak_ldap_user_federation":
        return difference.argument in UNSET_OF_DIRECTORY and not difference.found
    return difference.type == "keycloak_openid_client" and _is_so_of_client(difference, snapshot)


def _is_so_of_client(difference: Difference, snapshot: Snapshot) -> bool:
    """What nobody has set, the provider reads as off; and a client that gets no tokens has no use for a flow."""
    client = next((each for each in snapshot.clients if each["clientId"] == difference.name), {})
    if client.get("bearerOnly") and difference.argument in _FLOWS:
        return True
    if not browser_flows(client) and difference.argument in _OF_BROWSER:
        return True
    if difference.argument in _UNREAD:  # what is there was kept before any plan
        return True
    if difference.argument == "extra_config":
        attributes = client.get("attributes", {})
        return all(attributes.get(name) == value for name, value in (difference.ours or {}).items())
    attribute = _ON_UNLESS_SET.get(difference.argument)
    return attribute is not None and difference.ours is True and not client.get("attributes", {}).get(attribute)
