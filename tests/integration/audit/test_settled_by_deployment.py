"""All of the scene, the client made by hand too, is settled by the commands of its page in each of the three ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from ruamel.yaml import YAML

from tests.support.audit.additions import add_to
from tests.support.audit.by_hand import ByHand
from tests.support.project.own_repository import OwnRepository
from tests.support.tokens.tokens import claims_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.long]

NAME, REALM = "scene", "ml-scene"
SCENE = f"""\
keycloak: {{url: URL}}
realm: {{name: {REALM}}}
api: {{client_id: model-api}}
models:
  fraud: {{actions: [predict, explain]}}
  churn: {{}}
consumers:
  batch: {{grants: {{churn: [predict]}}}}
groups:
  analysts: {{churn: [predict]}}
people:
  ada: {{email: ada@example.com, first_name: Ada, last_name: L}}
  alan: {{email: alan@example.com, first_name: Alan, last_name: T}}
  grace: {{email: grace@example.com, first_name: Grace, last_name: H, groups: [analysts]}}
applications:
  notebook: {{redirect_uris: ["http://127.0.0.1:8888/callback"]}}
"""
ROLES_OF = "role model-api/{} of service account {}"
FOUND = {
    "client rogue",
    "role model-api/fraud:retrain",
    "person alan in group /analysts",
    "role model-api/fraud:explain of person ada",
    ROLES_OF.format("fraud:predict", "rogue"),
    ROLES_OF.format("model-api-access", "batch"),
    "optional scope model-api-access of client batch",
}


class Scene:
    """A repository whose realm somebody changes by hand.

    Args:
        repository: Deployed.
    """

    def __init__(self, repository: OwnRepository) -> None:
        self.repository = repository
        self.hand = ByHand(repository.keycloak.admin, REALM)
        self.file = repository.root / "environments" / f"{NAME}.yaml"
        self.declared = self.file.read_text()

    def happens(self, *, full_scope: bool) -> str:
        """Do all of it by hand; return the secret of the client `rogue`."""
        hand = self.hand
        secret = hand.client("rogue", fullScopeAllowed=full_scope, standardFlowEnabled=False, implicitFlowEnabled=False)
        if full_scope:
            hand.open("rogue", "roles")
        hand.give_to_client("rogue", "fraud:predict")
        hand.post(f"clients/{hand.uuid('model-api')}/roles", {"name": "fraud:retrain"})
        hand.give("ada", "fraud:explain")
        hand.give_to_client("batch", "model-api-access")
        hand.offer("batch", "model-api-access")
        hand.join("alan", "analysts")
        return secret

    def findings(self, *options: str) -> dict[str, dict[str, Any]]:
        """Return what an audit finds, by what it is about."""
        result = self.repository.run("audit", NAME, "--format", "json", *options)
        found = json.loads(result.stdout)
        assert result.returncode == (0 if found["as_declared"] else 3), result.stderr
        return {each["subject"]: each for each in found["findings"] if not each["unmanaged"]}

    def declare(self, additions: Mapping[str, Any]) -> None:
        """Add to the environment's file."""
        document = YAML(typ="safe").load(self.file)
        add_to(document, additions)
        YAML().dump(document, self.file)

    def ask(self, secret: str) -> httpx.Response:
        """Ask for a token of the client `rogue`."""
        form = {"grant_type": "client_credentials", "client_id": "rogue", "client_secret": secret}
        url = f"{self.repository.keycloak.url}/realms/{REALM}/protocol/openid-connect/token"
        return httpx.post(url, data=form, trust_env=False)


@pytest.fixture(scope="module")
def scene(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The environment, deployed."""
    folder = tmp_path_factory.mktemp("scene")
    keycloak.admin.delete_realm(REALM)
    files = {NAME: SCENE.replace("URL", keycloak.url)}
    repository = OwnRepository.holding(files, REALM, folder=folder, keycloak=keycloak)[NAME]
    repository.deploy()
    yield Scene(repository)
    repository.remove_realm()


def test_each_finding_in_each_way(scene: Scene) -> None:
    """Left to others, declared and deployed, or removed: after each of them the realm is as declared."""
    secret = scene.happens(full_scope=False)
    found = scene.findings()
    assert set(found) == FOUND
    left = [{"what": subject, "reason": "the portal team's"} for subject in found]
    scene.declare({"unmanaged": left})
    assert scene.findings() == {}
    scene.file.write_text(scene.declared)

    for finding in found.values():
        assert finding["declare"], finding["subject"]
        scene.declare(YAML(typ="safe").load(finding["declare"]["yaml"]))
    deployed = scene.repository.deploy()
    assert "client 'rogue'" in deployed.stderr
    assert scene.findings() == {}
    assert scene.ask(secret).json()["error"] == "unauthorized_client"  # whoever made it may know that one
    scene.repository.assert_settled()

    scene.file.write_text(scene.declared)
    result = scene.repository.run("deploy", NAME, "--confirm", NAME)
    assert result.returncode == 0, result.stderr
    assert scene.findings() == {}
    scene.happens(full_scope=True)
    assert set(scene.findings()) == FOUND
    assert scene.findings("--remove", "*", "--auto-approve") == {}


def test_rogue_with_more_than_a_client_has(scene: Scene) -> None:
    """A client that gets every role is refused as somebody else's until an operator lists it; then it is ours."""
    secret = scene.happens(full_scope=True)
    assert claims_of(scene.ask(secret))["resource_access"]["model-api"]["roles"] == ["fraud:predict"]
    for finding in scene.findings().values():
        scene.declare(YAML(typ="safe").load(finding["declare"]["yaml"]))
    refused = scene.repository.run("deploy", NAME)
    assert (refused.returncode, "client 'rogue'" in refused.stderr) == (2, True), refused.stderr
    again = scene.repository.run("adopt", NAME, "--again")
    assert (again.returncode, "rogue" in again.stdout) == (0, True), again.stdout + again.stderr
    findings = scene.findings()
    beforehand = {each["text"] for each in findings.values() if "rogue" in each["subject"]}
    told = {line.strip() for line in again.stdout.splitlines() if line.startswith("  ")}
    assert (told, "fullScopeAllowed of client rogue" in findings) == (beforehand, True), again.stdout
    looked = scene.repository.run("diff", NAME)
    assert "as make adopt found them" not in looked.stdout
    assert "consumer rogue: " in looked.stdout
    scene.repository.deploy()
    assert scene.findings() == {}
    assert scene.ask(secret).json()["error"] == "unauthorized_client"
    scene.repository.assert_settled()
