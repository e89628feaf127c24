"""The bindings, built for real from a schema file."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from constructs_lib.bindings.cdk import CDKTF
from tests.support.declarations.provider_schema import NEWEST_SCHEMA
from tests.support.project.checkout import ROOT
from tools.bootstrap.__main__ import main
from tools.bootstrap.paths import places_of
from tools.bootstrap.provider import recorded_provider

pytestmark = pytest.mark.integration


def installed_version() -> str:
    """Version of the provider that Terraform uses here."""
    provider = recorded_provider(os.environ)
    assert provider is not None, "run make setup"
    return provider.version


def python(script: str, **variables: str) -> list[str]:
    """The words that a Python script prints."""
    env = {**os.environ, **variables}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout.split()


def test_schema_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    """A schema file makes a package of its version, with neither provider nor registry, and only once."""
    command = ["bindings", "--schema", str(NEWEST_SCHEMA), "--version", "5.9.0"]
    assert main(command) == 0
    sources = capsys.readouterr().out.strip()
    assert sources == str(places_of(CDKTF).bindings / "5.9.0" / "src")
    where = python(
        "from pathlib import Path; from cdktf_cdktf_provider_keycloak import openid_client as module;"
        "print(Path(module.__file__).parents[2], hasattr(module.OpenidClientConfig, 'client_secret_wo'))",
        PYTHONPATH=sources,
    )
    assert where == [sources, "True"]

    built = (places_of(CDKTF).bindings / "5.9.0" / ".key").stat().st_mtime_ns
    assert main(command) == 0
    assert (places_of(CDKTF).bindings / "5.9.0" / ".key").stat().st_mtime_ns == built


def test_installed_package_has_the_provider_version() -> None:
    """What the Pipfile installed carries the version of the provider that Terraform uses."""
    version = python("from importlib.metadata import version; print(version('cdktf-cdktf-provider-keycloak'))")
    assert version == [installed_version()]
