"""What the provider and the Terraform of this machine can do."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from constructs_lib.cdk import CDK
from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks import installed_features as asked
from stacks.installed_features import installed_features

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture
def bindings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bindings of a provider that has write-only secrets, whichever is installed."""
    monkeypatch.setattr(asked, "installed_version", {CDK.distribution: "5.9.0"}.__getitem__)


def program(folder: Path, answer: str) -> str:
    """Write a program that answers as Terraform does; it notes that it was called."""
    file = folder / "terraform"
    file.write_text(f"#!/bin/sh\ntouch '{folder / 'called'}'\necho '{answer}'\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


@pytest.mark.usefixtures("bindings")
@pytest.mark.parametrize("answer", ["", "{}", "[]", '{"version": 3}'])
def test_terraform_that_does_not_say_is_unknown(answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer without a version is as none: `required_version` says where it matters what the stacks need."""
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", program(tmp_path, answer))
    assert installed_features() == ProviderFeatures.of("5.9.0")


@pytest.mark.usefixtures("bindings")
def test_missing_terraform_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no Terraform is, the stacks are applied elsewhere."""
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "no-such-terraform")
    assert installed_features() == ProviderFeatures.of("5.9.0")


@pytest.mark.usefixtures("bindings")
def test_terraform_says_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that `TERRAFORM_BINARY_NAME` names is the one that applies."""
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", program(tmp_path, '{"terraform_version": "1.9.8"}'))
    assert installed_features() == ProviderFeatures.of("5.9.0", terraform="1.9.8")


def test_terraform_is_not_asked_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a provider that has no write-only secrets, nothing depends on Terraform's version."""
    monkeypatch.setattr(asked, "installed_version", {CDK.distribution: "4.5.0"}.__getitem__)
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", program(tmp_path, '{"terraform_version": "1.11.4"}'))
    assert installed_features() == ProviderFeatures.of("4.5.0")
    assert not (tmp_path / "called").exists()


def test_provider_is_that_of_the_bindings() -> None:
    """The installed bindings say which provider Terraform uses."""
    assert installed_features().version == version(CDK.distribution)
