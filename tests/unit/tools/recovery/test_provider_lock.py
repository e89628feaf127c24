"""A lock file of another provider does not stop the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.bootstrap.provider import Provider
from tools.recovery import provider_lock
from tools.recovery.provider_lock import drop_outdated_lock

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

LOCK = """
provider "registry.terraform.io/keycloak/keycloak" {
  version     = "4.5.0"
  constraints = ">= 4.5.0, < 6.0.0"
}
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """The lock file that `terraform init` wrote with 4.5.0."""
    file = tmp_path / ".terraform.lock.hcl"
    file.write_text(LOCK)
    return file


def _use(monkeypatch: pytest.MonkeyPatch, provider: Provider | None, *, newer: bool = False) -> None:
    monkeypatch.setattr(provider_lock, "recorded_provider", lambda _: provider)
    monkeypatch.setattr(provider_lock, "mirror_is_newer", lambda _: newer)


def test_newer_provider(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file goes, and the version that it named is returned."""
    _use(monkeypatch, Provider("5.9.0", mirrored=False))
    assert drop_outdated_lock(lock.parent, {}) == "4.5.0"
    assert not lock.exists()
    assert drop_outdated_lock(lock.parent, {}) is None


def test_provider_built_anew(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same version by another compiler has other hashes: the file goes, and there is nothing to say."""
    _use(monkeypatch, Provider("4.5.0", mirrored=True), newer=True)
    assert drop_outdated_lock(lock.parent, {}) is None
    assert not lock.exists()


@pytest.mark.parametrize("provider", [Provider("4.5.0", mirrored=True), Provider("4.5.0", mirrored=False), None])
def test_same_provider(lock: Path, provider: Provider | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file stays, with its hashes, and so does one where nobody knows the provider."""
    _use(monkeypatch, provider)
    assert drop_outdated_lock(lock.parent, {}) is None
    assert lock.read_text() == LOCK
