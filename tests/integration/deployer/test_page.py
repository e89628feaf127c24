"""What the page about least privilege shows, block by block, from no realm at all to one that is destroyed."""

from __future__ import annotations

import stat
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tests.support.project.declared import Declared, team
from tests.support.servers.forwarder import Forwarder
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

# One story: each test goes on where the one before it ended.
pytestmark = [pytest.mark.integration, pytest.mark.long]

PAGE = Page(ROOT / "docs" / "how-to" / "least-privilege.md")
MAKE, PLAN, DEPLOY, CREATE, FIRST, REMOVE = PAGE.code("sh")
NAME = "prod"
WARNING = "warning: these credentials administer realm 'master'"
_TIMEOUT_S = 300


@dataclass
class Shell:
    """A shell in a repository whose Makefile is the product's."""

    repository: Declared
    said: list[str] = field(default_factory=list)

    def run(self, block: str, *, administrator: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a block of the page; whoever is no administrator has nobody else's credentials."""
        credentials = ("KEYCLOAK_USER", "KEYCLOAK_PASSWORD", "KEYCLOAK_CLIENT_ID", "KEYCLOAK_URL")
        left_out = () if administrator else credentials
        variables = {name: value for name, value in self.repository.variables.items() if name not in left_out}
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", block],
            cwd=self.repository.root,
            env=variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_S,
        )
        self.said.append(done.stdout + done.stderr)
        return done

    def works(self, block: str, *, administrator: bool = False) -> str:
        """Run a block that must end well; return what it said."""
        done = self.run(block, administrator=administrator)
        assert done.returncode == 0, self.said[-1]
        return self.said[-1]

    def secrets(self) -> list[str]:
        """Return the secrets that the files hold."""
        return [
            line.partition("=")[2]
            for file in self.files
            for line in file.read_text(encoding="utf-8").splitlines()
            if line.startswith("KEYCLOAK_CLIENT_SECRET=")
        ]

    @property
    def files(self) -> list[Path]:
        """What the command wrote."""
        return sorted((self.repository.root / ".keys" / NAME).glob("*.env"))


@pytest.fixture(scope="module")
def shell(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """An environment outside this machine, of which nothing is there yet."""
    with Forwarder(keycloak.port) as forwarder:
        made = Declared.elsewhere(NAME, tmp_path_factory.mktemp("least-privilege"), keycloak, forwarder.url)
        made.write(url=forwarder.url, risk=team("batch", people=True))
        makefile = f"%:\n\t@$(MAKE) --no-print-directory -C {ROOT} $@\n"
        (made.root / "Makefile").write_text(makefile, encoding="utf-8")
        yield Shell(made)
        Shell(made).run(REMOVE, administrator=True)
        made.remove_realm()


def test_realm_must_be_there(shell: Shell) -> None:
    """Without the realm one line says how it comes to be; nothing was made."""
    refused = shell.run(MAKE, administrator=True)
    assert refused.returncode != 0
    assert "realm 'prod' is not there yet" in refused.stderr
    assert shell.files == []


def test_deployer_does_the_first_deployment(shell: Shell) -> None:
    """An administrator makes an empty realm and the clients; the deployer makes all that is declared."""
    said = shell.works(CREATE, administrator=True)
    assert "realm 'prod' is made, empty and disabled" in said
    assert [stat.S_IMODE(file.stat().st_mode) for file in shell.files] == [0o600, 0o600]
    deployed = shell.works(FIRST)
    assert WARNING not in deployed
    assert shell.repository.keycloak.admin.get(f"realms/{NAME}").json()["enabled"] is True


def test_page_shows_what_is_printed(shell: Shell) -> None:
    """Run once more, the command prints what the page shows, and the secrets stay as they are."""
    before = shell.secrets()
    (shown,) = PAGE.code("console")
    said = shell.works(MAKE, administrator=True).replace(f"{shell.repository.root}/", "")
    assert shown.partition("\n")[2].strip() in said
    assert shell.secrets() == before
    assert len(set(before)) == 2


def test_planner_plans_and_audits(shell: Shell) -> None:
    """Plan and audit find nothing by the planner's rights; it cannot deploy."""
    said = shell.works(PLAN)
    assert "No changes." in said
    assert "realm 'prod' of environment 'prod' is as declared" in said
    assert WARNING not in said
    assert "No changes." in shell.works("make diff ENV=prod", administrator=True)
    assert WARNING in shell.said[-1]

    shell.repository.write(url=shell.repository.variables["KEYCLOAK_URL"], risk=team("batch", "night", people=True))
    refused = shell.run(PLAN.replace("make diff ENV=prod\nmake audit ENV=prod", "make deploy ENV=prod APPROVE=1"))
    assert (refused.returncode, "403 Forbidden" in shell.said[-1]) == (2, True), shell.said[-1]


def test_deployer_changes_and_destroys(shell: Shell) -> None:
    """What the planner could not do, the deployer does; it destroys everything, and no secret was ever shown."""
    shell.works(DEPLOY)
    assert "No changes." in shell.works(PLAN.replace("make audit ENV=prod\n", ""))
    secrets = shell.secrets()
    shell.works(DEPLOY.replace("make deploy ENV=prod APPROVE=1", "make destroy ENV=prod APPROVE=1 CONFIRM=prod"))
    assert not shell.repository.keycloak.admin.realm_exists(NAME)
    assert "removed ml-planner-prod and ml-deployer-prod" in shell.works(REMOVE, administrator=True)
    assert shell.files == []
    assert [secret for secret in secrets if secret in "".join(shell.said)] == []
