"""The same app by cdktf's successor: each CDK finds nothing to change in what the other applied."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from constructs_lib.bindings.cdk import CDKTF, CDKTN, Cdk
from constructs_lib.bindings.node_packages import pinned_versions
from stacks.environment_files import EnvironmentFiles
from tests.support.project.cdktn import set_up_cdktn
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page
from tools.bootstrap.paths import places_of
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project.checkout import Checkout

# Its packages and bindings take longer to install than the tests take.
pytestmark = [pytest.mark.integration, pytest.mark.long]

PAGE = Page(ROOT / "docs/decisions/cdktf-after-its-archival.md")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module", autouse=True)
def cdktn() -> None:
    """Cdktn beside the cdktf of every test."""
    set_up_cdktn()


@pytest.fixture(scope="module")
def dev(checkout: Checkout) -> Checkout:
    """A copy of the project with one environment."""
    checkout.keep("dev", realm="ml-cdktn")
    return checkout


def tools(checkout: Checkout, cdk: Cdk, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command by one of the CDKs; it must succeed, and what it synthesizes is that CDK's."""
    result = checkout.tools(*arguments, CDK=cdk.name, **variables)
    assert result.returncode == 0, result.stdout + result.stderr
    assert synthesized(checkout.root)["//"]["metadata"]["version"] == pinned_versions(cdk)[cdk.name]
    return result


def synthesized(root: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return the Terraform JSON of `dev` that was synthesized last."""
    text = (root / "cdktf.out/stacks/dev/cdk.tf.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    return loaded


def test_snapshots_are_those_of_cdktf() -> None:
    """Every environment synthesizes the reviewed JSON by cdktn too."""
    result = subprocess.run(
        [places_of(CDKTN).python, "-m", "pytest", "-q", "tests/unit/stacks/test_stack_snapshots.py"],
        cwd=ROOT,
        env={**os.environ, "CDK": CDKTN.name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{len(EnvironmentFiles().names())} passed" in result.stdout


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(CDKTF, CDKTN, id="to-cdktn"),
        pytest.param(CDKTN, CDKTF, id="back-to-cdktf"),
    ],
)
def test_other_cdk_takes_over(dev: Checkout, first: Cdk, second: Cdk) -> None:
    """One CDK's JSON is deployed; the other's shows no change, and its own command line deploys and destroys it."""
    deployed = tools(dev, first, "deploy", "dev")
    assert re.search(r"│ dev +│ +[1-9][0-9]* │ +0 │ +0 │", deployed.stdout)
    before = synthesized(dev.root)
    loaded = dict(read_local_secrets(dev.root / ".env").values)

    shown = tools(dev, second, "diff", "dev")
    after = synthesized(dev.root)
    after["//"]["metadata"]["version"] = before["//"]["metadata"]["version"]
    assert after == before

    if second == CDKTN:
        (quoted,) = PAGE.code("text")
        assert quoted in shown.stdout
    assert shown.stdout == "No changes.\n"
    again = tools(dev, second, "cdktf", "deploy", "dev", "--auto-approve", **loaded)
    assert "No changes. Your infrastructure matches the configuration." in _ANSI.sub("", again.stdout)
    destroyed = tools(dev, second, "cdktf", "destroy", "dev", "--auto-approve", **loaded)
    assert "Destroy complete! Resources: " in destroyed.stdout
