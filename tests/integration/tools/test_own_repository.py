"""A repository of one's own by its Makefile: init, deploy, change, deploy, destroy; the product stays as it was."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.support.project.committed_product import committed_product
from tests.support.project.git import git

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

REALM = "ml-models"
STACKS = ("dev", "dev-models", "dev-shared", "dev-team-fraud")
NEW_MODEL = "  forecaster:\n    description: Forecasts demand by week\n"
GRANT = "      fraud-detector: [predict]\n"
NEW_GRANT = f"{GRANT}      forecaster: [predict]\n"


@dataclass(frozen=True)
class Story:
    """What was done, in order.

    Attributes:
        product: A checkout of the product, under git.
        team: The repository that `init` wrote beside it.
        before: Files of the product before the first command.
        results: What each command said, by its name.
    """

    product: Checkout
    team: Path
    before: frozenset[str]
    results: dict[str, subprocess.CompletedProcess[str]] = field(default_factory=dict, repr=False)

    def make(self, name: str, *arguments: str) -> None:
        """Run a target of the repository's own Makefile, where a user would."""
        self.results[name] = self.product.run("make", *arguments, cwd=self.team)

    def said(self, name: str, *, well: bool = True) -> str:
        """Return what a command printed; it must have ended well, or not."""
        result = self.results[name]
        assert (result.returncode == 0) == well, f"{name}: {result.stdout}{result.stderr}"
        return result.stdout

    def replace(self, file: str, old: str, new: str) -> None:
        """Edit a file."""
        path = self.team / "environments" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")


def files(root: Path) -> frozenset[str]:
    """List a checkout's files; set-up's folders, which are links in a copy, and Python's own caches are left out."""
    return frozenset(
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and not {"__pycache__", ".git"} & set(path.parts)
    )


@pytest.fixture(scope="module")
def story(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Init, deploy, change, deploy, look around, destroy."""
    folder = tmp_path_factory.mktemp("own-repository")
    product = committed_product(folder)
    product.environment.update(KEYCLOAK_DATA=str(keycloak.data), KEYCLOAK_PORT=str(keycloak.port))
    told = Story(product, folder / "ml-access", files(product.root))
    told.results["init"] = product.run("make", "init", "FOLDER=../ml-access")
    assert told.said("init")
    git(told.team, "init", "-q")
    shutil.copy2(keycloak.dotenv, told.team / ".env")
    told.make("deploy", "deploy")
    told.make("snapshot-update", "snapshot-update")
    told.replace("_base.yaml", "  churn-model:\n", f"{NEW_MODEL}  churn-model:\n")
    told.replace("dev/teams/fraud.yaml", f"    grants:\n{GRANT}", f"    grants:\n{NEW_GRANT}")
    told.make("snapshot", "snapshot")
    told.make("deploy again", "deploy")
    told.make("diff", "diff")
    told.make("output", "output")
    told.make("guardrails", "guardrails")
    told.make("gateway", "gateway", "FOR=envoy", "OUTPUT=gateway")
    told.results["plan"] = product.run(
        str(product.root / ".cache" / "pipenv" / "bin" / "pipenv"),
        *("run", "terraform", "plan", "-no-color", "-detailed-exitcode"),
        cwd=told.team / "cdktf.out" / "stacks" / "dev-team-fraud",
        variables={
            "ENVIRONMENTS": "../../..",
            "PIPENV_PIPFILE": str(product.root / "Pipfile"),
            "PIPENV_VERBOSITY": "-1",
            "PIPENV_DONT_LOAD_ENV": "0",  # make, which may run the tests, sets it
        },
    )
    yield told
    if keycloak.admin.realm_exists(REALM):
        keycloak.admin.delete_realm(REALM)


def test_first_deployment_proves_who_may_call(story: Story) -> None:
    """What `init` wrote deploys as it is, without a guardrail's finding, and real tokens hold what it grants."""
    said = story.said("deploy")
    assert roles(said) == "fraud-detector:predict"
    assert "KC-" not in story.results["deploy"].stderr
    assert (
        "Next: make token PRINCIPAL=fraud-batch ENV=dev prints a token; make output ENV=dev prints what a gateway "
        "needs; edit environments/dev.yaml and run make deploy ENV=dev again." in said
    )


def test_change_is_seen_before_it_is_deployed(story: Story) -> None:
    """The snapshot of each stack that changes is shown as a diff, and the command fails."""
    assert story.said("snapshot-update")
    said = story.said("snapshot", well=False)
    assert "not as reviewed: dev-models, dev-shared, dev-team-fraud: " in story.results["snapshot"].stderr
    assert '+        "action": "predict",' in said


def test_change_is_deployed(story: Story) -> None:
    """A new model and its grant are in the consumer's next token; then nothing is left to change."""
    assert roles(story.said("deploy again")) == "forecaster:predict, fraud-detector:predict"
    assert f"No changes. {len(STACKS)} stacks are as declared." in story.said("diff")


def test_other_commands_find_the_repository(story: Story) -> None:
    """Outputs, guardrails, a gateway's files and plain Terraform are those of the repository, with its own `.env`."""
    assert f"/realms/{REALM}" in story.said("output")
    assert "SARIF: cdktf.out/guardrails.sarif" in story.said("guardrails")
    assert story.said("gateway") == "gateway/envoy.yaml\n"
    assert "forecaster:predict" in (story.team / "gateway" / "envoy.yaml").read_text(encoding="utf-8")
    assert "No changes" in story.said("plan")


def test_everything_lies_in_the_repository(story: Story) -> None:
    """States, secrets, logs and what was synthesized are there; git sees what is to be reviewed alone."""
    made = [f"terraform.{stack}.tfstate" for stack in STACKS]
    made += [f"cdktf.out/stacks/{stack}/cdk.tf.json" for stack in STACKS]
    made += [".env", "cdktf.out/guardrails.sarif", *(f"snapshots/{stack}.json" for stack in STACKS)]
    assert [path for path in made if not (story.team / path).is_file()] == []
    seen = git(story.team, "status", "--porcelain", "--untracked-files=normal").split()[1::2]
    files = [".github/", ".gitignore", ".gitlab-ci.yml", "Makefile", "README.md"]
    assert seen == [*files, "environments/", "gateway/", "snapshots/"]


def test_nothing_is_left(story: Story, keycloak: KeycloakServer) -> None:
    """Destroying removes the realm; the product's tree is what it was, and git sees no difference."""
    story.make("destroy", "destroy")
    assert story.said("destroy")
    assert not keycloak.admin.realm_exists(REALM)
    assert git(story.product.root, "status", "--porcelain") == ""
    assert files(story.product.root) == story.before


def roles(said: str) -> str:
    """Return the roles of the consumer in the table that a deployment prints."""
    rows = [line.split("│") for line in said.splitlines() if "│" in line and "consumer fraud-batch" in line]
    return rows[0][3].strip()
