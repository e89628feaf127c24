"""Which CDK is meant."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from constructs_lib.bindings import cdk
from constructs_lib.bindings.cdk import CDKTF, CDKTN, Cdk, chosen_cdk
from constructs_lib.cdk import CDK
from tests.support.project.checkout import ROOT

pytestmark = pytest.mark.unit


def test_unknown_name() -> None:
    """A name that is no CDK is refused with the two that are."""
    with pytest.raises(ValueError, match=r"^CDK must be cdktf or cdktn, got 'awscdk'$"):
        chosen_cdk({"CDK": "awscdk"})


@pytest.mark.parametrize(
    ("installed", "expected"),
    [({"cdktf", "cdktn"}, CDKTF), ({"cdktf"}, CDKTF), ({"cdktn"}, CDKTN), (set(), CDKTF)],
)
@pytest.mark.parametrize("unset", [{}, {"CDK": ""}])
def test_without_a_name(
    unset: dict[str, str], installed: set[str], expected: Cdk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless one is named it is cdktf, but where cdktn alone is installed."""
    monkeypatch.setattr(cdk, "find_spec", lambda name: find_spec("sys") if name in installed else None)
    assert chosen_cdk(unset) == expected


@pytest.mark.parametrize("asked", [CDKTF, CDKTN])
def test_name_wins(asked: Cdk) -> None:
    """A name that is given counts, installed or not."""
    assert chosen_cdk({"CDK": asked.name}) == asked


@pytest.mark.slow
@pytest.mark.parametrize(
    ("missing", "line"),
    [
        (CDK.module, f"the Keycloak provider's bindings for {CDK.name} are not installed: "),
        (CDK.name, f"{CDK.name} is not installed; it comes with the Keycloak provider's bindings: "),
    ],
)
def test_bindings_are_missing(missing: str, line: str) -> None:
    """Importing the construct without bindings, or without the CDK, ends with a line that says how to get them."""
    script = (
        "import importlib.util as util; find = util.find_spec;"
        f"util.find_spec = lambda name, *rest: None if name == '{missing}' else find(name, *rest);"
        "import constructs_lib.ml_api_security"
    )
    env = {**os.environ, "CDK": CDK.name}
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    command = f'pip install "$(python -m constructs_lib.bindings --cdk {CDK.name} --provider-version <version>)"'
    assert finished.stderr.splitlines()[-1] == f"ModuleNotFoundError: {line}{command}"
