"""Gateway files beside the synthesized stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.catalog import PRESETS
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.gateway_files import protected_api, write_gateways
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

DECLARED = EnvironmentFiles().load("demo")


def test_a_realm_that_lacks_a_claim_fails_at_synth(tmp_path: Path) -> None:
    """A preset that the realm cannot serve is one line, with the place in the file."""
    text = (ROOT / "environments" / "demo.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "environments"
    folder.mkdir()
    (folder / "demo.yaml").write_text(
        text.replace("presets: [envoy]", "presets: [kubeflow]")
        .replace("applications:\n", "applications:\n  kubeflow-oidc-authservice:\n    type: confidential\n"
                 "    redirect_uris: [https://kubeflow.example.com/dex/callback]\n")
        .replace("owner: risk", "owner: null")
        .replace("owner: growth", "owner: null")
        .partition("exemptions:")[0]
    )  # fmt: skip
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("demo")
    (line,) = caught.value.lines
    assert line.startswith("environments/demo.yaml:")
    assert line.endswith(
        "kubeflow reads the claim 'groups', which the realm does not issue to 'kubeflow-oidc-authservice': "
        "set applications.kubeflow-oidc-authservice.groups_claim to true"
    )


def test_listed_presets_are_written_and_others_removed(tmp_path: Path) -> None:
    """The folder holds what the environments list now, and nothing of an earlier synth."""
    stale = tmp_path / "gateways" / "demo" / "istio" / "istio.yaml"
    stale.parent.mkdir(parents=True)
    stale.touch()
    environment = DECLARED.model_copy(update={"gateway": GatewayProps(presets=("envoy", "fastapi"))})
    write_gateways({"demo": environment, "none": DECLARED.model_copy(update={"gateway": GatewayProps()})}, tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    assert sorted(written) == ["gateways/demo/envoy/envoy.yaml", "gateways/demo/fastapi/model_access.py"]
    expected = PRESETS["envoy"].render(protected_api("demo", environment))["envoy.yaml"]
    assert written["gateways/demo/envoy/envoy.yaml"].read_text(encoding="utf-8") == expected
