"""Names and values that a walk picks from: few names, so that one comes back as something else."""

from __future__ import annotations

from typing import Any

from tests.support.declarations.people_sources import OIDC, SAML
from tests.support.tokens.public_keys import CERTIFICATE, JWKS

__all__ = [
    "ACTIONS",
    "API_KEYS",
    "APPLICATION_KEYS",
    "AUTHS",
    "CLIENTS",
    "CONSUMER_KEYS",
    "GROUPS",
    "ISSUERS",
    "ISSUER_KEYS",
    "LEFT_OUT",
    "MODELS",
    "MODEL_KEYS",
    "PEOPLE",
    "PERSON_KEYS",
    "PROVIDERS",
    "PROVIDER_KEYS",
    "REALM_KEYS",
    "SOURCES",
    "TEAMS",
]

Keys = dict[str, tuple[Any, ...]]

LEFT_OUT = None
"""A key that is not written."""

CLIENTS = ("batch", "scorer", "notebook", "ui", "edge-1", "night_run", "report")
MODELS = ("fraud", "churn", "credit-risk", "gpt_4", "7b")
ACTIONS = ("predict", "explain", "manage")
GROUPS = ("analysts", "leads", "on-call", "ml_ops")
PEOPLE = ("ada", "grace.hopper", "alan", "mary", "linus_p")
TEAMS = ("risk", "growth", "night-shift")
ISSUERS = ("ci", "cluster", "cloud")
SOURCES = ("corp", "sso", "partners")

_TEXTS = (
    LEFT_OUT,
    "",
    "Scores by night",
    'Smith & Sons: "5 < 6", 100 %',
    "Größe \N{EN DASH} 日本",
    "$5 a call; $(x) #1",
    "a\\b 'c'",
)
_FLAG = (LEFT_OUT, True, False)
_URIS = ("https://ui.example.com/callback", "http://127.0.0.1:8888/callback", "https://nb.example.com/hub?x=1&y=%20")

MODEL_KEYS: Keys = {"description": _TEXTS}
CONSUMER_KEYS: Keys = {
    "description": _TEXTS,
    "access_token_lifespan": (LEFT_OUT, "1m", "2m30s", "5m"),
    "dpop": _FLAG,
    "every_model": _FLAG,
}
APPLICATION_KEYS: Keys = {
    "type": (LEFT_OUT, "public", "confidential"),
    "redirect_uris": ([_URIS[0]], [_URIS[1]], [_URIS[2]], [_URIS[0], _URIS[2]]),
    "web_origins": (LEFT_OUT, [], ["+"], ["https://ui.example.com"]),
    "post_logout_redirect_uris": (LEFT_OUT, [], ["https://ui.example.com/bye"], [_URIS[2], _URIS[0]]),
    "description": _TEXTS,
    "lifespans": (LEFT_OUT, {"access_token": "2m"}, {"session_idle": "10m", "session_max": "1h"}),
    "offline_access": _FLAG,
    "consent": _FLAG,
    "groups_claim": _FLAG,
    "userinfo": _FLAG,
    "pushed_requests": _FLAG,
}
PERSON_KEYS: Keys = {
    "email_verified": _FLAG,
    "enabled": _FLAG,
    "first_name": ("Ada", "Ann-Marie", "Łucja", "O'Neil"),
    "last_name": ("Lovelace", "van der Berg", "Nuñez"),
    "every_model": _FLAG,
}
ISSUER_KEYS: Keys = {
    "type": ("oidc", "kubernetes"),
    "max_token_age": (LEFT_OUT, "1m", "1h"),
    "reusable_tokens": _FLAG,
}
PROVIDER_KEYS: Keys = {
    "display_name": _TEXTS,
    "enabled": _FLAG,
    "trust_email": _FLAG,
    "first_login": (LEFT_OUT, "create", "link"),
}
REALM_KEYS: Keys = {
    "display_name": _TEXTS,
    "lifespans": (LEFT_OUT, {"session_max": "8h"}, {"offline_max": "20d", "invitation": "1h"}),
    "brute_force": (LEFT_OUT, {"max_failures": 3}, {"wait": "2m", "max_wait": "20m"}),
    "password_policy": (LEFT_OUT, "length(14) and notUsername and passwordHistory(5)"),
    "event_retention": (LEFT_OUT, "7d"),
    "signature_algorithm": (LEFT_OUT, "ES384", "RS256"),
    "scopes_in_discovery": _FLAG,
    "client_policies": _FLAG,
    "login": (
        {"verify_email": False},
        {"verify_email": False, "remember_me": True},
        {"verify_email": False, "login_with_email": False, "locales": ["en", "de"]},
        {"verify_email": False, "terms": True},
    ),
    "smtp": (LEFT_OUT, {"host": "127.0.0.1", "port": 2525, "sender": "ml@example.com", "encryption": "none"}),
}
API_KEYS: Keys = {
    "display_name": _TEXTS,
    "audience": (LEFT_OUT, "urn:example:models", "https://models.example.com"),
    "introspection": _FLAG,
    "enabled": _FLAG,
    "service_accounts": _FLAG,
    "standard_flow": _FLAG,
    "redirect_uris": ([_URIS[0]], [_URIS[1], _URIS[0]]),
    "web_origins": (LEFT_OUT, ["+"], ["https://ui.example.com"]),
    "base_url": (LEFT_OUT, "https://models.example.com"),
    "access_role": (LEFT_OUT, "every-model-there-is"),
    "lifespans": (LEFT_OUT, {"access_token": "2m"}),
    "direct_access_grants": _FLAG,
}
AUTHS: tuple[Any, ...] = (
    LEFT_OUT,
    {"method": "client_secret"},
    {"method": "client_secret", "credentials": ["blue", "green"]},
    {"method": "client_secret", "credentials": ["green"]},
    {"method": "private_key_jwt", "jwks": JWKS},
    {"method": "private_key_jwt", "certificate": CERTIFICATE, "algorithm": "ES256"},
    {"method": "private_key_jwt", "jwks_url": "https://keys.example.com/jwks"},
    {"method": "mtls", "subject_dn": "CN=edge,O=Example"},
    {"method": "federated"},
)
"""A federated one gets an issuer and a subject; a certificate one a subject of its own."""

_CLIENT = {"client_id": "ml"}
PROVIDERS: tuple[dict[str, Any], ...] = (
    OIDC,
    {**OIDC, "client_auth": "private_key_jwt", "logout_url": "https://login.example.com/logout"},
    SAML,
    {**SAML, "attributes": {"username": "uid"}, "single_logout_url": "https://login.example.com/saml/slo"},
    {"type": "microsoft", "tenant": "11111111-2222-3333-4444-555555555555", **_CLIENT},
    {"type": "google", **_CLIENT},
    {"type": "github", **_CLIENT},
)
"""Each kind of identity provider, without its claims."""
