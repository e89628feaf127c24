"""The workflows that `make init` writes, run step by step: a pull request, main, and the night after."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.audit.by_hand import ByHand
from tests.support.project.committed_product import committed_product
from tests.support.project.git import git
from tests.support.project.pipeline_story import DEPLOYER, PLANNER, REALM, PipelineStory
from tests.support.realms.pipeline_trust import forget_trust
from tests.support.servers.code_host import CodeHost
from tests.support.servers.forwarder import Forwarder
from tests.support.servers.platform_issuer import PlatformIssuer
from tests.support.servers.postgres import running_postgres
from tools.demo.ports import any_free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

# One story: each test goes on where the one before it ended.
pytestmark = [pytest.mark.integration, pytest.mark.first]

GRANT = "      fraud-detector: [predict]\n"
TEAM = f"""\
consumers:
  fraud-batch:
    auth: {{method: private_key_jwt, jwks_url: "https://batch.example.com/jwks"}}
    grants:
{GRANT}"""
REASON = "a Keycloak of this test alone"


def environment(url: str) -> dict[str, Any]:
    """Return production, for a Keycloak without TLS."""
    rules = {"KC-TLS": "prod/Realm/Realm/Realm", "KC-EMAIL-VERIFICATION": "prod/Realm/Realm/Realm"}
    return {
        "extends": "_base",
        "keycloak": {"url": url},
        "backend": {"type": "pg"},
        "realm": {"name": REALM, "ssl_required": "external", "login": {"verify_email": False}},
        "exemptions": [{"rule": rule, "resource": where, "reason": REASON} for rule, where in rules.items()],
    }


@pytest.fixture(scope="module")
def story(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PipelineStory]:
    """A repository that `init` wrote, deployed once by hand, whose pipeline Keycloak knows."""
    folder = tmp_path_factory.mktemp("pipelines")
    product = committed_product(folder)
    git(folder, "init", "--quiet", "--bare", "--initial-branch", "main", "origin.git")
    assert product.run("make", "init", "FOLDER=../ml-access").returncode == 0
    with (
        Forwarder(keycloak.port) as forwarder,
        CodeHost() as host,
        PlatformIssuer() as issuer,
        running_postgres(any_free_port()) as state,
    ):
        told = PipelineStory(folder, product, keycloak, forwarder.url, host, issuer, state)
        teams = told.team / "environments" / "prod" / "teams"
        teams.mkdir(parents=True)
        (teams / "fraud.yaml").write_text(TEAM, encoding="utf-8")
        file = told.team / "environments" / "prod.yaml"
        file.write_text(json.dumps(environment(forwarder.url)), encoding="utf-8")
        told.git("init", "--quiet", "--initial-branch", "main")
        told.git("remote", "add", "origin", str(folder / "origin.git"))
        told.push("main", "Declare production")
        told.by_hand("deploy", "ENV=prod", "APPROVE=1")
        told.by_hand("ci-identity", "ENV=prod", f"ISSUER={issuer.url}", f"PLANNER={PLANNER}", f"DEPLOYER={DEPLOYER}")
        yield told
    keycloak.admin.delete_realm(REALM)
    forget_trust(keycloak.admin, "prod", issuer.url)


def test_pull_request_shows_who_gains_and_the_plan(story: PipelineStory) -> None:
    """A reviewer finds one comment: who gains, then what Terraform would do as well; no secret is in it."""
    file = story.team / "environments" / "prod" / "teams" / "fraud.yaml"
    file.write_text(TEAM + "      churn-model: [predict]\n", encoding="utf-8")
    story.push("change", "Let fraud-batch use the churn model")
    review = story.github("review", "review", branch="change")
    review.assert_passed()
    (before,) = [each["body"] for each in story.host.comments]
    assert ("fraud-batch gains churn-model:predict" in before.replace("`", ""), "### Plan" in before) == (True, False)
    assert (review.workspace / "cdktf.out" / "guardrails.sarif").is_file()
    assert "churn-model" in (review.workspace / "cdktf.out" / "access-prod.html").read_text(encoding="utf-8")

    plan = story.github("review", "plan", branch="change")
    plan.assert_passed()
    (after,) = [each["body"].replace("\\", "").replace("`", "") for each in story.host.comments]
    assert "gains churn-model:predict" in after.partition("### Plan of prod")[2].partition("| stack |")[0]
    assert "consumer fraud-batch: gains churn-model:predict" in after
    assert story.granted() == ["fraud-detector:predict"]
    assert story.secret not in review.said + plan.said + after
    kept = [path.name for path in plan.workspace.rglob(".plan")]
    assert kept == []


def test_main_deploys_what_was_approved(story: PipelineStory) -> None:
    """What the plan of main showed, and somebody approved, is deployed, by an identity without a secret."""
    story.git("push", "--quiet", "origin", "change:main")
    plan = story.github("deploy", "plan")
    plan.assert_passed()
    assert plan.outputs["changes"] == "yes"
    assert re.fullmatch(r"[0-9a-f]{64}", plan.outputs["reviewed"])
    assert plan.outputs["reviewed"] in plan.workspace.with_suffix(".summary.md").read_text(encoding="utf-8")

    reviewed = {"needs.plan.outputs.reviewed": plan.outputs["reviewed"], "needs.plan.outputs.changes == 'yes'": "true"}
    apply = story.github("deploy", "apply", **reviewed)
    apply.assert_passed()
    assert story.granted() == ["churn-model:predict", "fraud-detector:predict"]


def test_night_finds_what_somebody_changed(story: PipelineStory) -> None:
    """A change and a client by hand fail the nightly run and open an issue, which is closed once both are gone."""
    story.github("drift", "drift").assert_passed()
    assert story.host.issues == []
    admin, clients = story.keycloak.admin, f"realms/{REALM}/clients"
    ByHand(admin, REALM).client("rogue")
    story.change(accessTokenLifespan=3600)
    drift = story.github("drift", "drift")
    assert list(drift.codes.values()) == [2], drift.said  # of make; the tool's own is 3
    assert "Error 3" in drift.said
    (issue,) = story.host.issues
    assert issue["title"] == "Keycloak is not as declared: prod"
    assert "the realm: access_token_lifespan changed" in issue["body"].replace("\\", "")
    assert "client rogue is not declared" in issue["body"].replace("\\", "")
    (rogue,) = admin.get(clients, clientId="rogue").json()
    admin.request("DELETE", f"{clients}/{rogue['id']}")


def test_plan_that_is_outdated_is_refused(story: PipelineStory) -> None:
    """Where somebody changes Keycloak between approval and deployment, one line says so, and nothing is changed."""
    plan = story.gitlab("plan-of-main")
    plan.assert_passed()
    story.change(accessTokenLifespan=1800)
    apply = story.gitlab("apply", **plan.outputs)
    assert "environment 'prod': nothing was changed: the plan is not the one that was reviewed" in apply.said
    assert story.keycloak.admin.get(f"realms/{REALM}").json()["accessTokenLifespan"] == 1800
    unapproved = story.gitlab("apply", REVIEWED="")
    assert "REVIEWED is not the digest of a plan" in unapproved.said


@pytest.mark.long  # a second story by the same commands
def test_gitlab_does_the_same(story: PipelineStory) -> None:
    """On GitLab: the merge request's comment, the deployment of what was approved, and the night after."""
    story.host.comments.clear()
    story.gitlab("review", branch="change").assert_passed()
    story.gitlab("plan", branch="change").assert_passed()
    (comment,) = [each["body"].replace("\\", "") for each in story.host.comments]
    assert "the realm: access_token_lifespan changed" in comment

    plan = story.gitlab("plan-of-main")
    plan.assert_passed()
    story.gitlab("apply", **plan.outputs).assert_passed()
    assert story.keycloak.admin.get(f"realms/{REALM}").json()["accessTokenLifespan"] == 300
    story.gitlab("drift").assert_passed()
    story.github("drift", "drift").assert_passed()
    assert [each["state"] for each in story.host.issues] == ["closed"]
