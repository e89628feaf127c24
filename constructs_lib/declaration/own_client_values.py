"""What a deployment sets of clients: of the API's own one, of consumers and of applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.own_value import OwnValue

if TYPE_CHECKING:
    from constructs_lib.declaration.own_value import Of

__all__ = ["OWN_CLIENT_VALUES"]

_CLIENT = "keycloak_openid_client"
_SHARED: tuple[tuple[str, str, str | None], ...] = (
    ("implicit_flow_enabled", "off", "KC-IMPLICIT-FLOW"),
    ("oauth2_device_authorization_grant_enabled", "off", "KC-DEVICE-FLOW"),
    ("pkce_code_challenge_method", "S256", "KC-PKCE"),
    ("full_scope_allowed", "off", "KC-FULL-SCOPE"),
    ("use_refresh_tokens", "on", None),
    ("use_refresh_tokens_client_credentials", "off", "KC-MACHINE-REFRESH"),
    ("extra_config", "lightweight access tokens of the type `at+jwt`, no unsigned request objects", "KC-TOKEN-TYPE"),
)
_LIFESPANS = {
    "access_token_lifespan": "access_token",
    "client_session_idle_timeout": "session_idle",
    "client_session_max_lifespan": "session_max",
}
_OFFLINE = {
    "client_offline_session_idle_timeout": "offline_idle",
    "client_offline_session_max_lifespan": "offline_max",
}


def _client(of: Of, keys: dict[str, str | None], ours: dict[str, str], rules: dict[str, str]) -> tuple[OwnValue, ...]:
    """Return the settings of one kind of client: what has a key of its own, and what all kinds share."""
    own = (OwnValue(of, _CLIENT, argument, ours[argument], key, rules.get(argument)) for argument, key in keys.items())
    shared = (OwnValue(of, _CLIENT, argument, value, rule=rule) for argument, value, rule in _SHARED)
    scopes = (
        OwnValue(
            of, f"{_CLIENT}_default_scopes", "default_scopes", "those that our tokens need", rule="KC-SCOPE-RIGHTS"
        ),
        OwnValue(of, f"{_CLIENT}_optional_scopes", "optional_scopes", "those of its grants", rule="KC-SCOPE-RIGHTS"),
    )
    return (*own, *shared, *scopes)


_REALMS = "the realm's"
_API = _client(
    "api",
    {
        "name": "api.display_name",
        "enabled": "api.enabled",
        "access_type": None,
        "standard_flow_enabled": "api.standard_flow",
        "direct_access_grants_enabled": "api.direct_access_grants",
        "service_accounts_enabled": "api.service_accounts",
        "authentication_flow_binding_overrides": "api.direct_access_grants",
        "base_url": "api.base_url",
        "admin_url": "api.admin_url",
        "valid_redirect_uris": "api.redirect_uris",
        "web_origins": "api.web_origins",
        **{argument: f"api.lifespans.{key}" for argument, key in _LIFESPANS.items()},
    },
    {
        "name": "its `client_id`",
        "enabled": "on",
        "access_type": "confidential",
        "standard_flow_enabled": "off",
        "direct_access_grants_enabled": "off",
        "service_accounts_enabled": "off",
        "authentication_flow_binding_overrides": "none",
        "base_url": "none",
        "admin_url": "none",
        "valid_redirect_uris": "none",
        "web_origins": "those of its redirect URIs",
        **dict.fromkeys(_LIFESPANS, _REALMS),
    },
    {
        "direct_access_grants_enabled": "KC-PASSWORD-GRANT",
        "valid_redirect_uris": "KC-REDIRECT-WILDCARD",
        "web_origins": "KC-WEB-ORIGIN",
        "authentication_flow_binding_overrides": "KC-FLOW-BINDING",
    },
)
_CONSUMER = _client(
    "consumer",
    {
        "name": None,
        "enabled": None,
        "description": "consumers.*.description",
        "access_type": None,
        "client_authenticator_type": "consumers.*.auth.method",
        "access_token_lifespan": "consumers.*.access_token_lifespan",
        "standard_flow_enabled": None,
        "direct_access_grants_enabled": None,
        "service_accounts_enabled": None,
        "require_dpop_bound_tokens": "consumers.*.dpop",
    },
    {
        "name": "its `client_id`",
        "enabled": "on",
        "description": "that it is a machine",
        "access_type": "confidential",
        "client_authenticator_type": "a secret",
        "access_token_lifespan": _REALMS,
        "standard_flow_enabled": "off",
        "direct_access_grants_enabled": "off",
        "service_accounts_enabled": "on",
        "require_dpop_bound_tokens": "off",
    },
    {"direct_access_grants_enabled": "KC-PASSWORD-GRANT"},
)
_APPLICATION = _client(
    "application",
    {
        "name": None,
        "enabled": None,
        "description": "applications.*.description",
        "access_type": "applications.*.type",
        "standard_flow_enabled": None,
        "direct_access_grants_enabled": None,
        "service_accounts_enabled": None,
        "consent_required": "applications.*.consent",
        "display_on_consent_screen": "applications.*.consent",
        "valid_redirect_uris": "applications.*.redirect_uris",
        "valid_post_logout_redirect_uris": "applications.*.post_logout_redirect_uris",
        "web_origins": "applications.*.web_origins",
        **{argument: f"applications.*.lifespans.{key}" for argument, key in {**_LIFESPANS, **_OFFLINE}.items()},
    },
    {
        "name": "its `client_id`",
        "enabled": "on",
        "description": "that people log in to it",
        "access_type": "public",
        "standard_flow_enabled": "on",
        "direct_access_grants_enabled": "off",
        "service_accounts_enabled": "off",
        "consent_required": "off",
        "display_on_consent_screen": "off",
        "valid_redirect_uris": "as declared",
        "valid_post_logout_redirect_uris": "none",
        "web_origins": "those of its redirect URIs",
        **dict.fromkeys({**_LIFESPANS, **_OFFLINE}, _REALMS),
    },
    {
        "direct_access_grants_enabled": "KC-PASSWORD-GRANT",
        "valid_redirect_uris": "KC-REDIRECT-WILDCARD",
        "web_origins": "KC-WEB-ORIGIN",
        "client_offline_session_max_lifespan": "KC-SESSION-END",
    },
)

OWN_CLIENT_VALUES = (*_API, *_CONSUMER, *_APPLICATION)
"""By what a client is declared as."""
