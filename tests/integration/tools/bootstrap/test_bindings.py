"""The bindings, built for real from a schema file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.provider_schema import SHARED_SCHEMAS
from tests.support.project.checkout import ROOT
from tests.support.realms.terraform_run import TerraformRun
from tools.bootstrap.__main__ import main
from tools.bootstrap.paths import BINDINGS_ROOT
from tools.bootstrap.provider import recorded_provider

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

NEWEST = SHARED_SCHEMAS / "keycloak-5.9.0.json"


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


def newest_schema(folder: Path) -> tuple[str, Path]:
    """Version and schema file of the newest provider at hand."""
    if NEWEST.is_file():
        return "5.9.0", NEWEST
    warnings.warn(f"{NEWEST.name} is not beside this clone: bindings of the installed provider", stacklevel=1)
    run = TerraformRun(folder, {})
    run.synthesize(EnvironmentFiles().load("dev"))
    schema = folder / "schema.json"
    schema.write_text(json.dumps(run.terraform_json("providers", "schema")))
    return installed_version(), schema


def test_schema_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A schema file makes a package of its version, with neither provider nor registry, and only once."""
    version, schema = newest_schema(tmp_path)
    command = ["bindings", "--schema", str(schema), "--version", version]
    assert main(command) == 0
    sources = capsys.readouterr().out.strip()
    assert sources == str(BINDINGS_ROOT / version / "src")
    where = python(
        "from pathlib import Path; from cdktf_cdktf_provider_keycloak import openid_client as module;"
        "print(Path(module.__file__).parents[2], hasattr(module.OpenidClientConfig, 'client_secret_wo'))",
        PYTHONPATH=sources,
    )
    assert where == [sources, str(version == "5.9.0")]

    built = (BINDINGS_ROOT / version / ".key").stat().st_mtime_ns
    assert main(command) == 0
    assert (BINDINGS_ROOT / version / ".key").stat().st_mtime_ns == built


def test_installed_package_has_the_provider_version() -> None:
    """What the Pipfile installed carries the version of the provider that Terraform uses."""
    version = python("from importlib.metadata import version; print(version('cdktf-cdktf-provider-keycloak'))")
    assert version == [installed_version()]
