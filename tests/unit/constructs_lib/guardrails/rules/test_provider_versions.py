"""Versions of Keycloak's provider."""

from __future__ import annotations

import pytest

from constructs_lib.bindings.provider_constraint import (
    EXCHANGE_ARGUMENT_CONSTRAINT,
    EXCHANGE_KEY_CONSTRAINT,
    PROVIDER_CONSTRAINT,
    WRITE_ONLY_CONSTRAINT,
)
from constructs_lib.guardrails.rules.state.provider_version import ProviderVersion
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit

REALM = {"keycloak_realm.R": {"realm": "ml"}}


def faults(required: object) -> list[str]:
    """Return what is wrong with a stack that requires Keycloak's provider so."""
    return faults_of(ProviderVersion(), REALM, terraform={"required_providers": {"keycloak": required}})


@pytest.mark.parametrize(
    "version",
    [
        *("4.4.0", "3.10.0", "= 6.0.0", "99.0.0"),  # one that is too old, or too new
        *(">= 4.5.0", "> 4.5.0, != 6.0.0", "~> 5"),  # no end
        *("< 6.0.0", "<= 5.9.0", "~> 4.4", ">= 4.4.0, < 6.0.0"),  # too old ones, too
        *(">= 4.5.0, <= 6.0.0", ">= 4.5.0, < 6.0.1", "~> 6.0"),  # too new ones, too
        *("6.0.0-beta.1", "latest", ">= 4.5.0 < 6.0.0", ">= 4.5.0,"),  # not read
    ],
)
def test_provider_version_another_is_refused(version: str) -> None:
    """A constraint that lets in a version that the constructs are not written for is named, and one of no sense."""
    fault = f"stack 'stack': it takes its provider 'keycloak' in version '{version}'"
    for written in (version, {"source": "keycloak/keycloak", "version": version}):
        assert faults(written) == [fault]


@pytest.mark.parametrize("required", [{"source": "keycloak/keycloak"}, {"version": " "}, ""])
def test_provider_version_any_is_refused(required: object) -> None:
    """A stack that says no version would take the next major one."""
    assert faults(required) == ["stack 'stack': it takes any version of its provider 'keycloak'"]


def test_provider_version_nothing_said_is_refused() -> None:
    """Without a requirement Terraform guesses who publishes the provider."""
    assert faults_of(ProviderVersion(), REALM, terraform={"required_providers": {}}) == [
        "stack 'stack': it does not say where its provider 'keycloak' comes from"
    ]


@pytest.mark.parametrize(
    "version",
    [
        *(PROVIDER_CONSTRAINT, WRITE_ONLY_CONSTRAINT, EXCHANGE_KEY_CONSTRAINT, EXCHANGE_ARGUMENT_CONSTRAINT),
        *("4.5.0", "=5.9.0", "~> 4.5", "~> 5.9.0", "> 4.5, <= 5.9.9", ">= 4.5.0, < 6", "!= 5.1.0, ~> 5.0"),
    ],
)
def test_provider_version_a_known_one_passes(version: str) -> None:
    """What the stacks of the project write passes, and every constraint within."""
    assert faults({"source": "keycloak/keycloak", "version": version}) == []


def test_provider_version_a_stack_without_keycloak_passes() -> None:
    """A stack that makes nothing in Keycloak needs no provider of it."""
    assert faults_of(ProviderVersion(), {"random_id.I": {}}) == []
