"""What each version of the Keycloak provider can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

EVERYTHING = ProviderFeatures(
    "5.9.0",
    write_only_secrets=True,
    flow_priority=True,
    scope_metadata=True,
    token_exchange_argument=True,
    client_policies=True,
    client_default_roles=True,
    required_action_config=True,
    dpop_argument=True,
    kubernetes_identity_provider=True,
    deletion_protection=True,
    new_client_scopes=True,
    registration_policies=True,
)


def test_text_without_numbers_is_no_version() -> None:
    """What is no version is refused."""
    with pytest.raises(ValueError, match=r"such as '5\.9\.0', got 'newest'"):
        ProviderFeatures.of("newest")


def test_oldest_version_can_nothing_more() -> None:
    """4.5.0 is what everything is valid for."""
    assert ProviderFeatures() == ProviderFeatures.of("4.5.0")


@pytest.mark.parametrize("version", ["5.9.0", "5.10.0", "5.10.0-rc1"])
def test_newest_versions_can_everything(version: str) -> None:
    """5.9.0 and what follows, compared by number, know all."""
    assert replace(EVERYTHING, version=version) == ProviderFeatures.of(version)


@pytest.mark.parametrize(
    ("feature", "before", "since"),
    [
        ("write_only_secrets", "5.8.0", "5.9.0"),
        ("flow_priority", "4.5.0", "5.0.0"),
        ("scope_metadata", "5.8.0", "5.9.0"),
        ("token_exchange_argument", "5.2.0", "5.3.0"),
        ("client_policies", "5.2.0", "5.3.0"),
        ("client_default_roles", "5.2.0", "5.3.0"),
        ("required_action_config", "5.1.0", "5.2.0"),
        ("dpop_argument", "5.5.0", "5.6.0"),
        ("registration_policies", "5.8.0", "5.9.0"),
        ("deletion_protection", "5.5.0", "5.6.0"),
        ("kubernetes_identity_provider", "5.6.0", "5.7.0"),
    ],
)
def test_feature_starts_with_its_version(feature: str, before: str, since: str) -> None:
    """A feature is there from one version on."""
    assert getattr(ProviderFeatures.of(before), feature) is False
    assert getattr(ProviderFeatures.of(since), feature) is True


@pytest.mark.parametrize(
    ("terraform", "expected"),
    [("1.9.8", False), ("1.10.5", False), ("1.11.0", True), ("2.0.0", True), ("next", True), (None, True)],
)
def test_write_only_arguments_start_with_a_version_of_terraform(terraform: str | None, *, expected: bool) -> None:
    """From 1.11 on; what is applied elsewhere says in its `required_version` what it needs."""
    assert ProviderFeatures.of("5.9.0", terraform=terraform).write_only_arguments is expected
