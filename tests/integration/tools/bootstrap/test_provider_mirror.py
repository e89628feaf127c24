"""The mirror that stands in for the Terraform registry, built for real."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from constructs_lib.bindings.provider_constraint import PROVIDER_CONSTRAINT, PROVIDER_SOURCE
from tests.support.project.checkout import ROOT
from tools.bootstrap.provider import detect_provider
from tools.bootstrap.provider_mirror import build_mirror, mirror_is_built

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

_BUILD = """
import os, sys
from pathlib import Path
from tools.bootstrap.provider_mirror import build_mirror
from tools.errors import ToolError
folder = Path(sys.argv[1])
try:
    build_mirror(os.environ, folder / "mirror", folder / "terraformrc")
except ToolError as fault:
    sys.exit(f"ToolError: {fault}")
"""


def _build_command(folder: Path) -> list[str]:
    return [sys.executable, "-c", _BUILD, str(folder)]


def test_full_disk(tmp_path: Path) -> None:
    """A disk that fills up during the build leads to one line, and nothing is left in the mirror's place."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = 'mount -t tmpfs -o size=1m tmpfs "$1" && shift && "$@"; code=$?; ls -A "$DISK" >&2; exit $code'
    finished = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", str(disk), *_build_command(disk)],
        cwd=ROOT,
        env={**os.environ, "DISK": str(disk)},
        capture_output=True,
        text=True,
        check=False,
    )
    # What is left on the disk is listed after the fault: nothing.
    *_, fault = finished.stderr.strip().splitlines()
    assert fault == (
        "ToolError: Building the Keycloak provider 4.5.0 with Go: the disk is full "
        f"({ROOT / '.cache' / 'logs'}): free some space and run the same command again"
    )
    assert finished.returncode == 1


def test_killed_build_recovers(tmp_path: Path) -> None:
    """After a build that was killed, the next one clears up and Terraform takes the provider from the mirror."""
    mirror, config = tmp_path / "mirror", tmp_path / "terraformrc"
    with subprocess.Popen(_build_command(tmp_path), cwd=ROOT, start_new_session=True) as build:
        while not list(tmp_path.glob(".mirror.part-*/new")):
            assert build.poll() is None, "the build ended before it could be killed"
            time.sleep(0.01)
        os.killpg(build.pid, signal.SIGKILL)
    assert not mirror_is_built(mirror)
    assert len(list(tmp_path.glob(".mirror.part-*"))) == 1

    build_mirror(os.environ, mirror, config)

    assert mirror_is_built(mirror)
    assert {path.name for path in tmp_path.iterdir()} == {"mirror", "terraformrc"}
    provider = detect_provider({**os.environ, "TF_CLI_CONFIG_FILE": str(config)})
    assert (provider.version, provider.mirrored) == ("4.5.0", False)


def test_other_providers_still_come_from_the_registry(tmp_path: Path) -> None:
    """The configuration limits the mirror to the Keycloak provider."""
    build_mirror(os.environ, tmp_path / "mirror", tmp_path / "terraformrc")
    requirement = {"keycloak": {"source": PROVIDER_SOURCE, "version": PROVIDER_CONSTRAINT}, "x": {"source": "a/b"}}
    (tmp_path / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": requirement}}))
    finished = subprocess.run(
        ["terraform", "init", "-backend=false", "-no-color"],
        cwd=tmp_path,
        env={**os.environ, "TF_CLI_CONFIG_FILE": str(tmp_path / "terraformrc"), "HTTPS_PROXY": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Installed keycloak/keycloak v4.5.0" in finished.stdout
    assert "could not connect to registry.terraform.io" in " ".join(finished.stderr.split())
