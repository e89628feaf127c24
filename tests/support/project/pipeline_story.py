"""A repository on a code host with its pipelines, and all that they reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.project.git import commit_all, git
from tests.support.project.pipeline_runner import Job, clone, run_github_job, run_gitlab_job
from tests.support.servers.code_host import GITHUB_TOKEN, GITLAB_TOKEN, CodeHost
from tests.support.servers.keycloak import provider_variables
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.project.checkout import Checkout
    from tests.support.servers.platform_issuer import PlatformIssuer
    from tools.keycloak.server import KeycloakServer

__all__ = ["DEPLOYER", "PLANNER", "REALM", "PipelineStory"]

REALM = "ml-pipelines"
"""The environment's realm."""
_SAME = "github.event.pull_request.head.repo.full_name == github.repository"
PLANNER, DEPLOYER = (f"repo:example/ml-access:environment:{name}" for name in ("plan", "production"))


@dataclass
class PipelineStory:
    """A repository on a code host, and what its pipelines need.

    Attributes:
        folder: Where clones lie.
        product: The product, under git.
        keycloak: The environment's Keycloak.
        url: Its address as pipelines see it.
        host: The code host.
        issuer: Vouches for jobs.
        state: Where Terraform's state is.
    """

    folder: Path
    product: Checkout
    keycloak: KeycloakServer
    url: str
    host: CodeHost
    issuer: PlatformIssuer
    state: str
    secret: str = field(default_factory=random_secret, repr=False)
    jobs: int = 0

    @property
    def team(self) -> Path:
        """The clone that people work in."""
        return self.folder / "ml-access"

    @property
    def variables(self) -> dict[str, str]:
        """What every job is told of the environment."""
        return {
            "KEYCLOAK_URL": self.url,
            "PG_CONN_STR": self.state,
            "TF_VAR_model_api_client_secret": self.secret,
        }

    def git(self, *arguments: str) -> str:
        """Run git where people work."""
        return git(self.team, *arguments)

    def push(self, branch: str, message: str) -> None:
        """Commit what was changed, and push it."""
        self.git("checkout", "--quiet", "-B", branch)
        commit_all(self.team, message)
        self.git("push", "--quiet", "--force", "origin", branch)

    def github(self, workflow: str, job: str, *, branch: str = "main", **given: str) -> Job:
        """Run a job of GitHub Actions."""
        self.jobs += 1
        workspace = clone(self.folder / "origin.git", f"origin/{branch}", self.folder / f"github-{self.jobs}")
        file = workspace / ".github" / "workflows" / f"{workflow}.yml"
        event = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.host.url,
            "GITHUB_SHA": "0" * 40,
            "GITHUB_REPOSITORY": "example/ml-access",
            "GITHUB_BASE_REF": "main" if workflow == "review" else "",
        }
        if job != "review":
            subject = DEPLOYER if job == "apply" else PLANNER
            event["ACTIONS_ID_TOKEN_REQUEST_URL"] = self.issuer.job_url(subject)
            event["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = self.issuer.bearer
        own = {
            "vars.KEYCLOAK_URL": self.url,
            "vars.KEYCLOAK_URL != ''": "true",
            "secrets.PG_CONN_STR": self.state,
            "secrets.MODEL_API_CLIENT_SECRET": self.secret,
            "secrets.SMTP_PASSWORD": "",
            "github.token": GITHUB_TOKEN,
            "github.event.pull_request.number": "5",
            f"{_SAME} && vars.KEYCLOAK_URL != ''": "true",
            f"{_SAME} && github.token || ''": GITHUB_TOKEN,
            f"!cancelled() && {_SAME}": "true",
        }
        return run_github_job(file, job, workspace, product=self.product, given={**own, **given}, event=event)

    def gitlab(self, job: str, *, branch: str = "main", **variables: str) -> Job:
        """Run a job of GitLab CI."""
        self.jobs += 1
        workspace = clone(self.folder / "origin.git", f"origin/{branch}", self.folder / f"gitlab-{self.jobs}")
        issuer = f"{self.keycloak.url}/realms/master"
        token = self.issuer.token(DEPLOYER if job == "apply" else PLANNER, issuer)
        known = {
            **self.variables,
            "CI_API_V4_URL": self.host.url,
            "CI_PROJECT_ID": "7",
            "CI_PROJECT_URL": "https://code.example.com",
            "CI_COMMIT_SHA": "1" * 40,
            "CI_MERGE_REQUEST_IID": "5",
            "COMMENT_TOKEN": GITLAB_TOKEN,
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.git("rev-parse", "origin/main").strip(),
            "PRODUCT_URL": str(self.product.root),
            "KEYCLOAK_ISSUER": issuer,
            **variables,
        }
        return run_gitlab_job(job, workspace, product=self.product, variables=known, tokens={issuer: token})

    def by_hand(self, *arguments: str) -> None:
        """Run a command of the repository's Makefile as an administrator."""
        credentials = {**provider_variables(self.keycloak), "KEYCLOAK_URL": self.url}
        del credentials["TF_VAR_keycloak_url"]
        result = self.product.run("make", *arguments, cwd=self.team, variables={**credentials, **self.variables})
        assert result.returncode == 0, result.stdout + result.stderr

    def granted(self) -> list[str]:
        """Return the roles of the consumer's service account, at models."""
        admin = self.keycloak.admin
        (client,) = admin.get(f"realms/{REALM}/clients", clientId="fraud-batch").json()
        user = admin.get(f"realms/{REALM}/clients/{client['id']}/service-account-user").json()["id"]
        found = admin.get(f"realms/{REALM}/users/{user}/role-mappings").json().get("clientMappings", {})
        return sorted(role["name"] for held in found.values() for role in held["mappings"])

    def change(self, **settings: Any) -> None:  # noqa: ANN401 - settings of a realm
        """Change the realm by hand."""
        self.keycloak.admin.request("PUT", f"realms/{REALM}", json=settings)
