"""The tables of inputs, outputs and needed tools are the code's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.declarations.synthesis import Synthesized, synthesized_once
from tests.support.project.checkout import ROOT
from tests.unit.docs.pages import Page
from tools.bootstrap import doctor
from tools.bootstrap.doctor import needed_tools

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.unit

REFERENCE = Page(ROOT / "docs" / "reference" / "inputs-outputs-and-secrets.md")
LOCALLY = Page(ROOT / "docs" / "how-to" / "deploy-locally.md")


@pytest.fixture(scope="module")
def dev() -> Synthesized:
    """The synthesized stack `dev`."""
    return synthesized_once("dev")["dev"]


def test_inputs(dev: Synthesized) -> None:
    """Each variable of `dev` is listed with type, description, default and sensitivity, and no other is."""
    expected = [
        (f"`{name}`", body["type"], body["description"], _default(body), _sensitive(body))
        for name, body in sorted(dev.json["variable"].items())
    ]
    assert expected == REFERENCE.table("Inputs")


def test_outputs(dev: Synthesized) -> None:
    """Each output of `dev` is listed with description and sensitivity, and no other is."""
    expected = [
        (f"`{name}`", body["description"], _sensitive(body)) for name, body in sorted(dev.json["output"].items())
    ]
    assert expected == REFERENCE.table("Outputs")


def test_what_a_machine_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools are those that `make doctor` looks for, where all are needed."""
    monkeypatch.setattr(doctor, "_provider_must_be_built", lambda _env: True)
    environments = ({"CDK": "cdktf", "TERRAFORM_BINARY_NAME": name} for name in ("terraform", "tofu"))
    needed = {tool.name: tool for env in environments for tool in needed_tools(env)}
    listed = LOCALLY.table("What a machine needs")
    assert {name: tool.minimum for name, tool in needed.items()} == {name: minimum for name, minimum, _ in listed}
    same_words = [name for name, _, purpose in listed if purpose == needed[name].purpose]
    assert same_words == [name for name, _, _ in listed if name not in ("OpenTofu", "Go")]


def _default(body: Mapping[str, Any]) -> str:
    return f"`{body['default']}`" if "default" in body else "required"


def _sensitive(body: Mapping[str, Any]) -> str:
    return "yes" if body.get("sensitive") else "no"
