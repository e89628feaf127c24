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

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project.checkout import Checkout

pytestmark = pytest.mark.integration

PAGE = Page(ROOT / "docs/decisions/cdktf-after-its-archival.md")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module", autouse=True)
def cdktn() -> None:
    """Cdktn beside the cdktf of every test."""
    set_up_cdktn()


def tools(checkout: Checkout, cdk: Cdk, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command by one of the CDKs; it must succeed, and what it synthesizes is that CDK's."""
    result = checkout.tools(*arguments, CDK=cdk.name)
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


def said(text: str) -> str:
    """Return what the CDK printed without its layout: which lines begin with the stack's name varies."""
    return " ".join(re.sub(r"^dev  ", "", text, flags=re.MULTILINE).split())


@pytest.mark.parametrize(("first", "second"), [(CDKTF, CDKTN), (CDKTN, CDKTF)], ids=["to-cdktn", "back-to-cdktf"])
def test_other_cdk_takes_over(checkout: Checkout, first: Cdk, second: Cdk) -> None:
    """One CDK deploys `dev`; by the other the same state shows no change, is deployed again, and destroyed."""
    deployed = tools(checkout, first, "deploy", "dev")
    assert re.search(r"Apply complete! Resources: [1-9]\d* added, 0 changed, 0 destroyed\.", deployed.stdout)
    before = synthesized(checkout.root)

    shown = _ANSI.sub("", tools(checkout, second, "diff", "dev").stdout)
    after = synthesized(checkout.root)
    after["//"]["metadata"]["version"] = before["//"]["metadata"]["version"]
    assert after == before

    if second == CDKTN:
        (quoted,) = PAGE.code("text")
        assert said(quoted) in said(shown)
    assert "No changes. Your infrastructure matches the configuration." in shown
    again = tools(checkout, second, "deploy", "dev")
    assert "No changes" in again.stdout
    assert "ml-api-user" in again.stdout
    assert "Destroy complete! Resources: " in tools(checkout, second, "destroy", "dev").stdout
