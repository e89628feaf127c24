"""By which keys of environment files one mends what a guardrail objects to, whose remedy is in the provider's words."""

from __future__ import annotations

import re

from constructs_lib.declaration.own_values import OWN_VALUES

__all__ = ["rule_keys"]

# What no realm that was there before is asked for, or is said of it elsewhere.
_BESIDE = (
    ("KC-ACTION-LIFESPAN", "realm.lifespans.invitation"),
    ("KC-CLIENT-LIFESPAN", "api.lifespans.access_token"),
    ("KC-CLIENT-LIFESPAN", "applications.*.lifespans.access_token"),
    ("KC-CLIENT-LIFESPAN", "consumers.*.access_token_lifespan"),
    ("KC-LDAP-CACHE", "federation.*.cache"),
    ("KC-LDAP-IDENTITY", "federation.*.users.email_attribute"),
    ("KC-LDAP-IDENTITY", "federation.*.users.username_attribute"),
    ("KC-LDAP-IDENTITY", "federation.*.users.uuid_attribute"),
    ("KC-SESSION-END", "api.lifespans.session_max"),
    ("KC-SESSION-END", "applications.*.lifespans.session_max"),
)
# Constructs that are made from what stands below a key.
_MADE_FROM = {
    "realm": re.compile(r"/Realm/Realm/Realm$"),
    "api": re.compile(r"/ApiClient/Client$"),
    "applications": re.compile(r"/Access/Applications/[^/]+/Client$"),
    "consumers": re.compile(r"/Access/Consumers/"),
    "federation": re.compile(r"/Realm/Federation/"),
}


def rule_keys(rule: str, path: str) -> tuple[str, ...]:
    """Return the keys that say what a rule looks at; nothing where it has none.

    Args:
        rule: Id of the guardrail.
        path: Path of the construct that it objects to.

    Returns:
        Keys of the realm in full, others below what the construct is made from: of an application
        `lifespans.offline_max`.
    """
    of_ours = ((each.rule, each.key) for each in OWN_VALUES if each.key)
    keys = (key for of, key in (*of_ours, *_BESIDE) if of == rule)
    found = (_below(key) for key in keys if _is_of(key.partition(".")[0], path))
    return tuple(dict.fromkeys(found))


def _is_of(kind: str, path: str) -> bool:
    return kind in _MADE_FROM and _MADE_FROM[kind].search(path) is not None


def _below(key: str) -> str:
    return key if key.startswith("realm.") else key.removeprefix("api.").rpartition(".*.")[2]
