"""No secret leaves its place: canaries in every variable, and everything that a run leaves searched for them."""

from __future__ import annotations

import secrets
import shutil
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from stacks.app import review_app
from stacks.environment_files import EnvironmentFiles
from tests.support.project.canaries import leaks
from tools.local_secrets import read_local_secrets
from tools.synthesized_stack import required_variables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

# An environment with every kind of secret that there is.
ENVIRONMENT = """\
keycloak: {url: http://127.0.0.1:8080}
secret_storage: state
realm:
  name: canaries
  ssl_required: external
  password_policy: length(12)
  smtp: {host: smtp.example.com, sender: no-reply@example.com, auth: {username: keycloak}}
api: {client_id: canary-api}
models: {fraud: {}}
consumers:
  batch: {grants: {fraud: [predict]}}
applications:
  notebook: {type: confidential, redirect_uris: [http://127.0.0.1:8888/callback]}
people:
  ada: {email: ada@example.com, first_name: Ada, last_name: Lovelace, grants: {fraud: [predict]}}
exemptions:
"""

# A test that fails while it holds everything that could be shown.
FAILING_TEST = """\
import os
from pathlib import Path

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.realms.terraform_run import TerraformRun
from tools.keycloak.admin import KeycloakAdmin
from tools.local_secrets import read_local_secrets


def test_fails(tmp_path):
    local = read_local_secrets(Path(".env"))
    run = TerraformRun(tmp_path, {**local.values, "TF_CLI_ARGS_apply": "-no-such-flag"}, "canaries")
    admin = KeycloakAdmin.from_environment(local.values)
    run.apply(EnvironmentFiles().load("canaries"))


def test_cannot_log_in():
    local = read_local_secrets(Path(".env"))
    KeycloakAdmin.from_environment({**local.values, "KEYCLOAK_PASSWORD": "wrong"}).check()
"""


@dataclass
class Run:
    """A whole life of an environment, with what it printed.

    Attributes:
        checkout: Where it ran.
        secrets: The canaries by the variable's name.
        texts: Output by command.
        folders: Folders that it wrote to.
    """

    checkout: Checkout
    folders: dict[str, Path]
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    texts: dict[str, str] = field(default_factory=dict, repr=False)

    def tools(self, *arguments: str, **variables: str) -> int:
        """Run a command and keep what it printed."""
        result = self.checkout.tools(*arguments, **variables)
        command = " ".join(arguments)
        times = sum(each.startswith(f"{command} #") for each in self.texts)
        self.texts[f"{command} #{times + 1}"] = result.stdout + result.stderr
        return result.returncode

    def environment(self, **other: str) -> dict[str, str]:
        """Return what `.env` says, with other values."""
        return {**read_local_secrets(self.checkout.root / ".env").values, **other}

    def tests(self) -> int:
        """Run tests that fail, with everything that pytest can show of them."""
        file = self.checkout.root / "tests" / "integration" / "test_reports.py"
        file.write_text(FAILING_TEST, encoding="utf-8")
        options = ("-vv", "--showlocals", "--full-trace", "--junitxml=report.xml")
        result = self.checkout.run(sys.executable, "-m", "pytest", *options, str(file))
        self.texts["tests"] = result.stdout + result.stderr
        return result.returncode

    def found(self) -> list[str]:
        """Search everything but the two places where secrets live: `.env` and the state."""
        found = leaks(self.secrets, texts=self.texts, folders=self.folders)
        return [leak for leak in found if not leak.endswith("/.env") and ".tfstate" not in leak]


def exempted(folder: Path) -> str:
    """Exempt the environment from every rule that it breaks: secrets are what is judged here."""
    (folder / "canaries.yaml").write_text(ENVIRONMENT + "  []\n", encoding="utf-8")
    (review,) = review_app(EnvironmentFiles(folder).load_all())
    found = {(finding.rule.id, finding.path) for finding in review.findings}
    return "".join(
        f"  - {{rule: {rule}, resource: '{path}', reason: this is only a test of secrets}}\n"
        for rule, path in sorted(found)
    )


@pytest.fixture(scope="module")
def run(checkout: Checkout, keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Fail in several ways, deploy, look, let tests fail, and destroy, with a canary for each secret."""
    temporary = tmp_path_factory.mktemp("tmp")
    checkout.environment["TMPDIR"] = str(temporary)
    run = Run(checkout, {"checkout": checkout.root, "tmp": temporary})
    for other in (checkout.root / "environments").glob("[a-z]*.yaml"):
        other.unlink()
    shutil.rmtree(checkout.root / "environments" / "demo")
    file = checkout.root / "environments" / "canaries.yaml"
    exemptions = exempted(tmp_path_factory.mktemp("judged"))
    file.write_text(ENVIRONMENT + exemptions, encoding="utf-8")
    assert run.tools("cdktf", "synth") == 0, run.texts
    for variable in required_variables(checkout.root / "cdktf.out" / "stacks" / "canaries"):
        run.secrets[variable.name] = f"Canary-{secrets.token_urlsafe(18)}"
    with (checkout.root / ".env").open("a", encoding="utf-8") as dotenv:
        dotenv.writelines(f"TF_VAR_{name}={value}\n" for name, value in run.secrets.items())
    run.secrets["KEYCLOAK_PASSWORD"] = read_local_secrets(checkout.root / ".env").keycloak_password

    file.write_text(ENVIRONMENT.replace("length(12)", "length(64)") + exemptions, encoding="utf-8")
    assert run.tools("deploy", "canaries") != 0, "Keycloak must refuse the person's password"
    # The provider forgets a person whose password was refused: the realm takes the orphan with it.
    assert run.tools("destroy", "canaries") == 0, run.texts
    file.write_text(ENVIRONMENT + exemptions, encoding="utf-8")
    assert run.tools("deploy", "canaries") == 0, run.texts
    assert run.tools("diff", "canaries") == 0, run.texts
    assert run.tools("cdktf", "output", "canaries") == 0, run.texts
    assert run.tools("guardrails") == 0, run.texts
    assert run.tools("cdktf", "deploy", "canaries", **run.environment(KEYCLOAK_PASSWORD="wrong")) != 0
    assert run.tests() == 1, run.texts
    run.texts["keycloak.log"] = keycloak.log.read_text(encoding="utf-8", errors="replace")
    yield run
    assert run.tools("destroy", "canaries") == 0, run.texts


def test_there_is_a_canary_of_each_kind(run: Run) -> None:
    """Every kind of secret that an environment can have was planted."""
    assert sorted(run.secrets) == [
        "KEYCLOAK_PASSWORD",
        "ada_initial_password",
        "batch_client_secret",
        "canary_api_client_secret",
        "notebook_client_secret",
        "smtp_password",
    ]


def test_no_canary_is_found(run: Run) -> None:
    """Neither in a file, a log, what was printed, an error's text nor the reports of failing tests."""
    assert run.found() == []


def test_the_failures_were_failures(run: Run) -> None:
    """The runs that were meant to fail got as far as the secrets."""
    assert "invalidPasswordMinLength" in run.texts["deploy canaries #1"]
    assert "refused the admin credentials" in run.texts["cdktf deploy canaries #1"]
    assert "2 failed" in run.texts["tests"]
    assert "TerraformRun" in (run.checkout.root / "report.xml").read_text(encoding="utf-8")


def test_the_search_finds_a_planted_leak(run: Run) -> None:
    """A secret in a log is found; and so it is in the two places where it lives."""
    log = run.checkout.root / "cdktf.out" / "planted.log"
    log.write_text(f"PUT /reset-password {run.secrets['ada_initial_password']}", encoding="utf-8")
    try:
        assert run.found() == ["ada_initial_password in checkout/cdktf.out/planted.log"]
    finally:
        log.unlink()
    home = leaks({"ada": run.secrets["ada_initial_password"]}, texts={}, folders={"home": run.checkout.root})
    assert {"ada in home/.env", "ada in home/terraform.canaries.tfstate"} <= set(home)
