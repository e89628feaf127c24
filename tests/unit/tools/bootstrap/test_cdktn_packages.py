"""cdktn's environment is Pipenv's but for the CDK."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.project.checkout import ROOT
from tools.bootstrap.cdktn_packages import requirements

pytestmark = pytest.mark.unit

PINS = (ROOT / "tools/bootstrap/cdktn-requirements.txt").read_text(encoding="utf-8")
LOCK = {
    "_meta": {},
    "default": {
        "cdktf": {"hashes": ["sha256:1"], "version": "==0.21.0"},
        "cdktf-cdktf-provider-keycloak": {"path": "./provider_bindings"},
        "constructs": {"hashes": ["sha256:2"], "markers": "python_version ~= '3.7'", "version": "==10.4.2"},
        "typer": {"hashes": ["sha256:3", "sha256:4"], "markers": "python_version >= '3.10'", "version": "==1.0"},
    },
    "develop": {"pyjwt": {"extras": ["crypto"], "hashes": ["sha256:5"], "version": "==2.0"}},
}


def test_cdktn_takes_the_place_of_cdktf() -> None:
    """Locked versions, markers, extras and hashes are kept; cdktf, its bindings and its constructs are not."""
    assert requirements(json.dumps(LOCK).encode(), "cdktn==0.24.0 --hash=x\nconstructs==10.6.0 --hash=y\n") == (
        "cdktn==0.24.0 --hash=x\n"
        "constructs==10.6.0 --hash=y\n"
        "pyjwt[crypto]==2.0 --hash=sha256:5\n"
        "typer==1.0 ; python_version >= '3.10' --hash=sha256:3 --hash=sha256:4\n"
    )


def test_every_package_of_the_project_is_there() -> None:
    """Of the real lock file nothing else is left out, and every package has a hash."""
    lock = (ROOT / "Pipfile.lock").read_bytes()
    listed = [line for line in requirements(lock, PINS).splitlines() if not line.startswith("#")]
    groups = json.loads(lock)
    left_out = {"cdktf", "cdktf-cdktf-provider-keycloak"}
    names = {re.split(r"[=\[]", line)[0] for line in listed}
    assert names == {*groups["default"], *groups["develop"], "cdktn"} - left_out
    assert [line for line in listed if " --hash=sha256:" not in line] == []
