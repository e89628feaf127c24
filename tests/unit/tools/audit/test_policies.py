"""Client policies, which providers from 5.1 on make, and what those providers write out beside."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.terraform.configuration import Configuration
from tools.audit.canonical import as_text, unless_default
from tools.audit.declared.facts import declared_facts
from tools.audit.facts import Fact, Kind
from tools.audit.live.infrastructure import infrastructure_facts
from tools.audit.live.snapshot import Snapshot

pytestmark = pytest.mark.unit

PROFILE, POLICY = (f"keycloak_realm_client_policy_profile{suffix}" for suffix in ("", "_policy"))
STACK = {
    "resource": {
        PROFILE: {
            "P": {"name": "ml", "executor": [{"name": "pkce-enforcer", "configuration": {"auto-configure": "true"}}]}
        },
        POLICY: {
            "Q": {
                "name": "ml",
                "enabled": True,
                "profiles": [f"${{{PROFILE}.P.name}}"],
                "condition": [{"name": "any-client"}],
            }
        },
    }
}
LIVE_PROFILE = {"name": "ml", "executors": [{"executor": "pkce-enforcer", "configuration": {"auto-configure": "true"}}]}
LIVE_POLICY = {"name": "ml", "enabled": True, "profiles": ["ml"], "conditions": [{"condition": "any-client"}]}


def live_facts(**policy: object) -> dict[Fact, str]:
    """Return what a realm with these policies holds."""
    empty = ("required actions", "initial access", "providers", "components", "flows")
    others = {
        **{name: [] for name in empty},
        "policies": {"policies": [{**LIVE_POLICY, **policy}]},
        "profiles": {"profiles": [LIVE_PROFILE]},
    }
    return {fact: value for fact, value, _ in infrastructure_facts(Snapshot(others=others))}


def test_what_policies_do_is_compared() -> None:
    """A policy that holds what its resource says is the same; one that was turned off, or asks for less, is another."""
    declared = declared_facts(Configuration({"ml": STACK})).facts
    policy = Fact(Kind.POLICY, "", "policy ml")

    assert declared == live_facts()
    assert live_facts(enabled=False)[policy] != declared[policy]
    assert live_facts(profiles=[])[policy] != declared[policy]


REGISTRATION = "keycloak_realm_client_registration_policy"
HOSTS = {"client-uris-must-match": "true", "trusted-hosts": "127.0.0.1,agents.example.com"}


def test_policies_of_registrations_are_compared() -> None:
    """Hosts are the same in any order; one more is told, and so is a policy that no stack makes."""
    arguments = {"name": "hosts", "provider_id": "trusted-hosts", "sub_type": "authenticated", "config": HOSTS}
    declared = declared_facts(Configuration({"ml": {"resource": {REGISTRATION: {"R": arguments}}}})).facts

    def live(*hosts: str) -> dict[Fact, str]:
        config = {"client-uris-must-match": ["true"], "trusted-hosts": list(hosts)}
        empty = ("required actions", "initial access", "providers", "flows")
        kind = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy"
        component = {"id": "1", "name": "hosts", "providerId": "trusted-hosts", "subType": "authenticated"}
        others = {
            **{name: [] for name in empty},
            "components": [{**component, "providerType": kind, "config": config}],
            "policies": {},
            "profiles": {},
        }
        return {fact: value for fact, value, _ in infrastructure_facts(Snapshot(others=others))}

    assert declared == live("agents.example.com", "127.0.0.1")
    assert declared != live("agents.example.com", "127.0.0.1", "evil.example.com")
    assert declared_facts(Configuration({})).facts == {}


def test_defaults_that_are_written_out_are_no_settings() -> None:
    """What Keycloak does anyway is nothing, whoever writes it out; anything else is told."""
    assert unless_default("config.syncMode", "LEGACY") == ""
    assert unless_default("config.syncMode", "FORCE") == "FORCE"


def test_lists_in_texts_are_lists() -> None:
    """A list that the provider writes as a text is the same whatever the order and the spaces; other texts stay."""
    assert as_text('["b","a"]') == as_text(["a", "b"])
    assert as_text("[no list") == "[no list"
