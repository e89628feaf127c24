"""By which keys one mends what a guardrail objects to."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.rule_keys import rule_keys

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("rule", "path", "keys"),
    [
        (
            "KC-SESSION-END",
            "ml/Security/Access/Applications/ui/Client",
            ("lifespans.offline_max", "lifespans.session_max"),
        ),
        ("KC-SESSION-END", "ml/Security/Realm/ApiClient/Client", ("lifespans.session_max",)),
        (
            "KC-SESSION-END",
            "ml/Security/Realm/Realm/Realm",
            ("realm.lifespans.session_max", "realm.lifespans.offline_end", "realm.lifespans.offline_max"),
        ),
        ("KC-CLIENT-LIFESPAN", 'ml/Security/Access/Consumers/Client["batch"]', ("access_token_lifespan",)),
        ("KC-LDAP-CACHE", "ml/Security/Realm/Federation/corp/Directory", ("cache",)),
        ("KC-PASSWORD-GRANT", "ml-shared/Realm/ApiClient/Client", ("direct_access_grants",)),
        ("KC-SELF-REGISTRATION", "ml/ByHand/Realm", ()),
        ("KC-EVENTS", "ml/Security/Realm/Realm/Realm", ()),
    ],
)
def test_rule_has_keys_of_what_the_construct_is_made_from(rule: str, path: str, keys: tuple[str, ...]) -> None:
    """A remedy in the provider's words is of no use in a file; what was written by hand, or has no key, has none."""
    assert rule_keys(rule, path) == keys
