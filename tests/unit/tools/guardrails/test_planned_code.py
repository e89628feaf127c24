"""The code that a saved plan was made from."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from constructs_lib.guardrails.terraform.plan import Plan
from tools.guardrails.planned_code import with_code

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

CODE = {"resource": {"keycloak_role": {"R": {"name": "r"}}}}
EMPTY = Plan(())


def saved(folder: Path, **files: object) -> Path:
    """Write a plan as Terraform does, with the files of its root module."""
    plan = folder / "plan"
    with zipfile.ZipFile(plan, "w") as archive:
        archive.writestr("tfconfig/modules.json", "[]")
        for name, content in files.items():
            archive.writestr(f"tfconfig/m-/{name.replace('__', '.')}", json.dumps(content))
    return plan


def synthesized(folder: Path) -> Path:
    """Write the stack's code, formatted otherwise."""
    file = folder / "cdk.tf.json"
    file.write_text(json.dumps(CODE, indent=4), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("files", "faults"),
    [
        ({"cdk__tf__json": {"resource": {}}}, ("its cdk.tf.json is not what was synthesized: plan again",)),
        ({}, ("its cdk.tf.json is not what was synthesized: plan again",)),
        (
            {"cdk__tf__json": CODE, "evil_override__tf__json": {}},
            ("it was made from 'evil_override.tf.json' too, which is not part of the stack: remove it",),
        ),
        ({"cdk__tf__json": CODE}, ()),
    ],
)
def test_a_plan_is_of_the_synthesized_code_alone(
    tmp_path: Path, files: dict[str, object], faults: tuple[str, ...]
) -> None:
    """Whatever else Terraform read is named: an override file changes what the code says."""
    found = with_code(EMPTY, saved(tmp_path, **files), synthesized(tmp_path), {})
    assert (found.faults, found.doubts) == (faults, ())


def test_a_plan_that_hides_its_code_is_doubted(tmp_path: Path) -> None:
    """The JSON of a plan, or an encrypted one, does not show what it was made from."""
    plan = tmp_path / "plan.json"
    plan.write_text("{}", encoding="utf-8")
    shown = {"address": "keycloak_role.R", "expressions": {"name": {"constant_value": "r"}}}
    document = {"configuration": {"root_module": {"resources": [shown]}}}
    found = with_code(EMPTY, plan, synthesized(tmp_path), document)
    assert found.faults == ()
    doubt = (
        "which local values, lifecycles and moves its code has cannot be seen: give the file that terraform plan -out"
    )
    assert found.doubts == (f"{doubt} has written",)
    shown["expressions"] = {"name": {"constant_value": "x"}}
    found = with_code(EMPTY, plan, synthesized(tmp_path), document)
    assert found.faults == ("its code has another name of keycloak_role.R than was synthesized",)
    (tmp_path / "cdk.tf.json").unlink()
    found = with_code(EMPTY, plan, tmp_path / "cdk.tf.json", document)
    assert found.faults == ()
    assert found.doubts == (
        "which code it was made from cannot be seen: give the file that terraform plan -out has written",
    )


@pytest.mark.parametrize("name", ["terraform.tfvars", "terraform.tfvars.json", "x.auto.tfvars", "x.auto.tfvars.json"])
def test_files_that_set_variables_are_named(tmp_path: Path, name: str) -> None:
    """Terraform reads them by itself, beside the plan and beside the code; others it does not."""
    stack, plans = tmp_path / "stack", tmp_path / "plans"
    for folder, other in ((stack, plans), (plans, stack)):
        folder.mkdir(exist_ok=True)
        other.mkdir(exist_ok=True)
        (folder / name).write_text("{}", encoding="utf-8")
        (folder / "prod.tfvars").write_text("", encoding="utf-8")
        found = with_code(EMPTY, saved(plans, cdk__tf__json=CODE), synthesized(stack), {})
        assert found.faults == (f"'{name}' in its folder sets variables: remove it, and pass TF_VAR_<name>",)
        (folder / name).unlink()
        assert with_code(EMPTY, saved(plans, cdk__tf__json=CODE), synthesized(stack), {}).faults == ()
