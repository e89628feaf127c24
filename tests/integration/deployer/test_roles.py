"""Planner and deployer of one realm: all of their roles are needed, and together they are enough."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.audit.audited import audited_run
from tests.support.audit.by_hand import ByHand
from tests.support.deployers.confined import Confined
from tests.support.realms.bare_realm import bare_realm
from tests.support.realms.terraform_run import TerraformRun
from tools.deployer.roles import DEPLOYER_ROLES, PLANNER_ROLES, Duty
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

# One realm, with directory, identity providers, workload issuers and all: each test leaves it as it was.
pytestmark = pytest.mark.integration

NAME, REALM, OTHER = "confined", "ml-confined", "ml-not-theirs"


@dataclass
class Scene:
    """What the tests look at."""

    confined: Confined
    environment: Environment
    run: TerraformRun
    secrets: dict[str, str]
    hand: ByHand

    def as_(self, duty: Duty) -> TerraformRun:
        """Let Terraform be one of the two."""
        self.run.variables = {**self.confined.variables(duty), **self.secrets}
        return self.run

    def apply(self) -> str:
        """Apply as the deployer; return what Terraform says where that fails."""
        try:
            self.as_(Duty.DEPLOYER).terraform("apply", "-input=false", "-auto-approve")
        except AssertionError as failure:
            return str(failure)
        return ""


@pytest.fixture(scope="module")
def scene(keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """An empty realm that an administrator made, in which the deployer then deployed everything."""
    environment = EnvironmentFiles().load("demo-federated")
    environment = private.adopt(
        environment.model_copy(update={"realm": environment.realm.model_copy(update={"name": REALM})})
    )
    confined = Confined(keycloak.admin, NAME, REALM)
    assert confined.clients.create_realm()
    for duty in Duty:
        confined.clients.keep(duty)
    run = TerraformRun(tmp_path_factory.mktemp("confined"), {}, name=NAME)
    scene = Scene(confined, environment, run, private.variables(environment), ByHand(keycloak.admin, REALM))
    scene.as_(Duty.DEPLOYER).synthesize(environment)
    (address,) = _json(run)["resource"]["keycloak_realm"]
    run.terraform("import", "-input=false", f"keycloak_realm.{address}", REALM)
    run.terraform("apply", "-input=false", "-auto-approve")
    yield scene
    list(confined.clients.remove())
    keycloak.admin.delete_realm(REALM)


def test_both_see_what_was_deployed(scene: Scene) -> None:
    """Right after the deployer's deployment, the planner's next plan and its audit find nothing."""
    assert scene.as_(Duty.PLANNER).plan(scene.environment) == []
    found = audited_run(scene.run, scene.environment, scene.confined.as_(Duty.PLANNER))
    assert [finding.text for finding in found.findings] == []


@pytest.mark.parametrize("role", DEPLOYER_ROLES)
def test_deployer_needs_each_role(scene: Scene, role: str) -> None:
    """Where the deployer may no more than view a kind of things, it cannot put back what somebody changed of them."""
    path, key, resource = changed_by(role, scene.hand)
    before = scene.hand.get(path)
    scene.hand.put(path, {**before, key: not before[key] if isinstance(before[key], bool) else "by hand"})

    with scene.confined.without(Duty.DEPLOYER, role, role.replace("manage-", "view-")):
        refused = scene.apply()
    allowed = scene.apply()

    assert ("403 Forbidden" in refused, f"with {resource}" in refused) == (True, True), refused or "it can"
    assert allowed == ""
    assert scene.hand.get(path)[key] == before[key]


def changed_by(role: str, hand: ByHand) -> tuple[str, str, str]:
    """Return something that a role manages, a setting of it, and the resource that declares it."""
    match role:
        case "manage-realm":
            return "", "displayName", "keycloak_realm."
        case "manage-clients":
            return f"clients/{hand.uuid('notebook')}", "description", "keycloak_openid_client."
        case "manage-users":
            return f"users/{hand.user('ada')}", "lastName", "keycloak_user."
        case "manage-identity-providers":
            return "identity-provider/instances/corp", "displayName", "keycloak_oidc_identity_provider."
        case "manage-events":
            return "events/config", "adminEventsEnabled", "keycloak_realm_events."
        case _:
            raise AssertionError(role)


@pytest.mark.parametrize("role", PLANNER_ROLES)
def test_planner_needs_each_role(scene: Scene, role: str) -> None:
    """Without one of its roles, the planner's plan fails at what that role lets it see."""
    with scene.confined.without(Duty.PLANNER, role), pytest.raises(AssertionError, match="403 Forbidden"):
        scene.as_(Duty.PLANNER).terraform("plan", "-input=false")


def test_planner_changes_nothing(scene: Scene) -> None:
    """Keycloak refuses every kind of change that the planner tries."""
    hand, planner = scene.hand, scene.confined.as_(Duty.PLANNER)
    (provider, *_) = hand.get("identity-provider/instances")
    writes: list[tuple[str, str, object]] = [
        ("PUT", "", {"displayName": "x"}),
        ("PUT", f"clients/{hand.uuid('notebook')}", {"description": "x"}),
        ("POST", "clients", {"clientId": "x"}),
        ("POST", "client-scopes", {"name": "x"}),
        ("POST", "users", {"username": "x"}),
        ("POST", "groups", {"name": "x"}),
        ("POST", "roles", {"name": "x"}),
        ("PUT", f"identity-provider/instances/{provider['alias']}", provider),
        ("PUT", "events/config", hand.get("events/config")),
        ("POST", "authentication/flows", {"alias": "x", "providerId": "basic-flow", "topLevel": True}),
        ("POST", "components", {"name": "x"}),
        ("DELETE", f"users/{hand.user('ada')}", None),
        ("DELETE", "", None),
    ]
    refused = [_refuses(planner, method, f"realms/{REALM}/{path}".rstrip("/"), body) for method, path, body in writes]
    assert refused == [True] * len(writes)


def test_neither_reaches_another_realm(scene: Scene, keycloak: KeycloakServer) -> None:
    """In the realm master, and in one of somebody else, both can read nothing and change nothing; nor make a realm."""
    with bare_realm(keycloak.admin, OTHER):
        for duty in Duty:
            admin = scene.confined.as_(duty)
            assert [realm["realm"] for realm in admin.get("realms").json()] == [REALM]
            for realm in (OTHER, "master"):
                for part in ("", "clients", "users", "groups", "roles", "identity-provider/instances", "components"):
                    assert _refuses(admin, "GET", f"realms/{realm}/{part}".rstrip("/")), (duty, realm, part)
                for method, part, body in (
                    ("PUT", "", {"displayName": "x"}),
                    ("POST", "/clients", {"clientId": "x"}),
                    ("POST", "/users", {"username": "x"}),
                    ("DELETE", "", None),
                ):
                    assert _refuses(admin, method, f"realms/{realm}{part}", body), (duty, realm, part)
            assert _refuses(admin, "POST", "realms", {"realm": "one-more"})


def test_deployer_destroys_what_it_made(scene: Scene) -> None:
    """The deployer destroys all of it, the realm included; it cannot make that anew."""
    scene.as_(Duty.DEPLOYER).destroy()
    assert not scene.confined.admin.realm_exists(REALM)
    assert _refuses(scene.confined.as_(Duty.DEPLOYER), "POST", "realms", {"realm": REALM})


def _refuses(admin: KeycloakAdmin, method: str, path: str, body: object = None) -> bool:
    try:
        admin.request(method, path, json=body)
    except ToolError as refusal:
        return "does not let the" in str(refusal)
    return False


def _json(run: TerraformRun) -> dict[str, Any]:
    text = (run.folder / "cdktf.out" / "stacks" / run.name / "cdk.tf.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
