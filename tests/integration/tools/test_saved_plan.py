"""`make guardrails PLAN=`: a plan that Terraform saved is judged before it is applied."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

SECRET = "canary-of-a-saved-plan"
# What somebody puts beside the synthesized file: nothing that a synth sees, and no text spells out a wildcard.
BESIDE = {
    "resource": {
        "keycloak_openid_client": {
            "Rogue": {
                "realm_id": "${keycloak_realm.Security_Realm_04B3A2D5.id}",
                "client_id": "rogue",
                "access_type": "CONFIDENTIAL",
                "standard_flow_enabled": "${!false}",
                "valid_redirect_uris": '${concat(["https://x.example.com/cb"], [format("https://%s", "*")])}',
            }
        }
    }
}


@pytest.fixture(scope="module")
def folder(checkout: Checkout, keycloak: KeycloakServer) -> Path:
    """The synthesized stack `dev`, with a file beside it, planned without that file, with it, and overridden."""
    checkout.keep("dev", realm="ml-saved-plan")
    checkout.environment.update(
        **read_local_secrets(keycloak.dotenv).values,
        TF_VAR_model_serving_api_client_secret=SECRET,
        TF_VAR_ml_api_user_initial_password=SECRET,
    )
    ran(checkout, "cdktf", "synth")
    folder = checkout.root / "cdktf.out" / "stacks" / "dev"
    for command in (("init", "-input=false"), ("plan", "-input=false", "-out=declared")):
        ran(checkout, "terraform", f"-chdir={folder}", *command)
    (realm,) = json.loads((folder / "cdk.tf.json").read_text())["resource"]["keycloak_realm"]
    beside = json.dumps(BESIDE).replace("Security_Realm_04B3A2D5", realm)
    (folder / "beside.tf.json").write_text(beside, encoding="utf-8")
    ran(checkout, "terraform", f"-chdir={folder}", "plan", "-input=false", "-out=tampered")
    (folder / "beside.tf.json").unlink()
    (folder / "x_override.tf").write_text(f'resource "keycloak_realm" "{realm}" {{\n  remember_me = true\n}}\n')
    ran(checkout, "terraform", f"-chdir={folder}", "plan", "-input=false", "-out=overridden")
    (folder / "x_override.tf").unlink()
    return folder


def ran(checkout: Checkout, *command: str) -> None:
    """Run a command that must succeed."""
    result = checkout.tools(*command)
    assert result.returncode == 0, result.stdout + result.stderr


def test_what_is_no_plan_is_refused(checkout: Checkout, folder: Path) -> None:
    """A file that Terraform cannot read as a plan, or a stack that there is not, is one line and exit code 2."""
    other = folder / "cdk.tf.json.copy"
    other.write_text("no plan", encoding="utf-8")
    result = checkout.tools("guardrails", "--plan", str(other))
    assert result.returncode == 2
    assert "Terraform cannot read it as a plan" in result.stderr

    result = checkout.tools("guardrails", "--plan", str(folder / "declared"), "--stack", "dve")
    assert (result.returncode, result.stderr) == (2, "no stack 'dve': did you mean 'dev'?, or name it with STACK=\n")


def test_a_plan_shows_what_a_synth_did_not(checkout: Checkout, folder: Path) -> None:
    """A client that a file beside the synthesized one brings is judged by what Terraform computed; no secret shows."""
    sarif = folder / "tampered.sarif"
    result = checkout.tools("guardrails", "--plan", str(folder / "tampered"), "--sarif", str(sarif))

    assert result.returncode == 2
    errors = {
        (each["ruleId"], each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"])
        for each in json.loads(sarif.read_text())["runs"][0]["results"]
        if each["level"] == "error" and "suppressions" not in each
    }
    assert ("KC-REDIRECT-WILDCARD", "dev/keycloak_openid_client.Rogue") in errors
    assert {path for rule, path in errors if rule != "KC-PLAN"} == {"dev/keycloak_openid_client.Rogue"}
    assert ("KC-PLAN", "dev") in errors
    assert SECRET not in result.stdout + result.stderr + sarif.read_text()


def test_a_plan_of_what_is_declared_passes(checkout: Checkout, folder: Path) -> None:
    """The environment's exemptions cover its plan; the JSON that Terraform shows serves as well."""
    assert checkout.tools("guardrails", "--plan", str(folder / "declared")).returncode == 0

    result = checkout.tools("guardrails", "--plan", str(shown(checkout, folder, "declared")), "--stack", "dev")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 errors" in result.stdout


def test_a_plan_as_json_shows_code_that_overrides(checkout: Checkout, folder: Path) -> None:
    """What a file of the folder overrides is seen in the JSON of the plan, too."""
    plan, sarif = shown(checkout, folder, "overridden"), folder / "overridden.sarif"
    assert checkout.tools("guardrails", "--plan", str(plan), "--stack", "dev", "--sarif", str(sarif)).returncode == 2
    assert "its code has another remember_me of keycloak_realm." in sarif.read_text()


def shown(checkout: Checkout, folder: Path, plan: str) -> Path:
    """Return the file of what Terraform shows of a plan."""
    document = folder.parent.parent / f"{plan}.json"
    document.write_text(checkout.tools("terraform", f"-chdir={folder}", "show", "-json", plan).stdout, encoding="utf-8")
    return document
