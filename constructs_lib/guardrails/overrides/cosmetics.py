"""Which arguments change texts, looks and patience alone: whatever is not listed decides about access."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.emitted import Block

__all__ = ["is_cosmetic"]

# Of any resource of Keycloak's.
_OF_ALL = frozenset({"depends_on", "description", "timeouts"})
_OF_TYPE = {
    "keycloak_realm": frozenset(
        {
            *("account_theme", "admin_theme", "email_theme", "login_theme"),
            *("display_name", "display_name_html", "internationalization"),
        }
    ),
    "keycloak_openid_client": frozenset({"consent_screen_text", "login_theme", "name"}),
    "keycloak_openid_client_scope": frozenset({"consent_screen_text", "gui_order"}),
    **dict.fromkeys(
        ("keycloak_oidc_identity_provider", "keycloak_saml_identity_provider"), frozenset({"display_name", "gui_order"})
    ),
}
_OF_PROVIDER = frozenset({"client_timeout"})


def is_cosmetic(block: Block, path: tuple[str, ...]) -> bool:
    """Tell whether an argument decides neither who gets a token or a role, nor where anything is sent.

    Args:
        block: The block that it is in.
        path: Keys that lead to it; none where the block as a whole is meant.
    """
    if not path:
        return False
    if block[0] == "resource":
        return path[0] in _OF_ALL or path[0] in _OF_TYPE.get(block[1], ())
    if block[0] == "provider":
        return path[0] in _OF_PROVIDER
    return block[0] in ("variable", "output") and path[0] == "description"
