"""KC-LDAP-CACHE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LdapCache"]

_LONGEST_S = 24 * 3600


class LdapCache(Rule):
    """What a directory said of a person is asked again within a day."""

    id = "KC-LDAP-CACHE"
    info = "what a directory says is believed for long"
    why = "Who left a group, or the company, keeps the grants until Keycloak asks again."
    source = "ASVS 5.0 V8.3.2, Keycloak guide 'Server Administration', 'User cache'"
    remedy = "leave the cache out (policy NO_CACHE), or set max_lifespan to 24h or less"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to a week, and to lifespans of more than a day."""
        for directory in configuration.resources("keycloak_ldap_user_federation"):
            lifespan = directory.duration("cache.max_lifespan")
            if lifespan is not None and lifespan > _LONGEST_S:
                yield directory.violation(f"cache.max_lifespan is {directory.text('cache.max_lifespan')}, over a day")
            if directory.text("cache.policy") == "EVICT_WEEKLY":
                yield directory.violation("cache.policy is 'EVICT_WEEKLY'")
