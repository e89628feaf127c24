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
from tests.support.seeded import seeded_part
from tools.deployer.roles import DEPLOYER_ROLES, PLANNER_ROLES, Duty
from tools.keycloak.admin import RefusedCallError
from tools.keycloak.provider_login import provider_login

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

# One realm, with directory, identity providers, workload issuers and all: each test leaves it as it was.
pytestmark = [pytest.mark.integration, pytest.mark.first]

NAME, REALM, OTHER = "confined", "ml-confined", "ml-not-theirs"

RESOURCES = {
    "manage-realm": ("keycloak_realm", REALM),
    "manage-clients": ("keycloak_openid_client", "notebook"),
    "manage-users": ("keycloak_user", "ada"),
    "manage-identity-providers": ("keycloak_oidc_identity_provider", "corp"),
    "manage-events": ("keycloak_realm_events", "realm_id"),
    "view-realm": ("keycloak_authentication_flow", "alias"),
    "view-clients": ("keycloak_openid_client", "notebook"),
    "view-users": ("keycloak_user", "ada"),
    "view-identity-providers": ("keycloak_oidc_identity_provider", "corp"),
    "view-events": ("keycloak_realm_events", "realm_id"),
}
"""What a plan or a deployment cannot do without a role: kind of resource, and what the one meant mentions."""
PARTS = (
    *("clients", "client-scopes", "users", "groups", "roles", "identity-provider/instances", "components", "keys"),
    *("authentication/flows", "events/config", "admin-events", "client-policies/policies", "users/profile"),
)
SHOWN_TO_ALL = {
    *("realm", "displayName", "displayNameHtml", "bruteForceProtected", "supportedLocales", "organizationsEnabled"),
    *("loginTheme", "accountTheme", "adminTheme", "emailTheme", "internationalizationEnabled", "defaultLocale"),
}
"""What Keycloak tells of any realm to whoever administers one by the realm master."""


@dataclass
class Scene:
    """What the tests look at."""

    confined: Confined
    environment: Environment
    run: TerraformRun
    secrets: dict[str, str]
    hand: ByHand
    door: Mapping[str, str]

    def as_(self, duty: Duty) -> TerraformRun:
        """Let Terraform be one of the two."""
        self.run.variables = {**self.confined.variables(duty), **self.secrets, **self.door}
        return self.run

    def try_out(self, duty: Duty, target: str, command: str, *options: str) -> str:
        """Plan or apply one resource; return what Terraform says where that fails."""
        try:
            self.as_(duty).terraform(command, "-input=false", *options, f"-target={target}")
        except AssertionError as failure:
            return str(failure)
        return ""

    def address(self, role: str) -> str:
        """Return the address of a resource of the kind that a role is about."""
        kind, name = RESOURCES[role]
        found = _json(self.run)["resource"][kind]
        return next(f"{kind}.{each}" for each, body in found.items() if name in json.dumps(body))


@pytest.fixture(scope="module")
def scene(keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """An empty realm that an administrator made, in which the deployer then deployed everything."""
    environment = EnvironmentFiles().load("demo-federated")
    environment = private.adopt(
        environment.model_copy(update={"realm": environment.realm.model_copy(update={"name": REALM})})
    )
    confined = Confined(keycloak.admin, NAME, REALM)
    run = TerraformRun(tmp_path_factory.mktemp("confined"), {}, name=NAME)
    assert confined.clients.create_realm()
    try:
        for duty in Duty:
            confined.clients.keep(duty)
        with provider_login({"KEYCLOAK_URL": keycloak.url, "KEYCLOAK_CLIENT_SECRET": "its own"}) as door:
            hand = ByHand(keycloak.admin, REALM)
            scene = Scene(confined, environment, run, private.variables(environment), hand, door)
            scene.as_(Duty.DEPLOYER).synthesize(environment)
            (address,) = _json(run)["resource"]["keycloak_realm"]
            run.terraform("import", "-input=false", f"keycloak_realm.{address}", REALM)
            run.terraform("apply", "-input=false", "-auto-approve")
            yield scene
    finally:
        list(confined.clients.remove())
        keycloak.admin.delete_realm(REALM)


def test_both_see_what_was_deployed(scene: Scene) -> None:
    """Right after the deployer's deployment, the planner's next plan and its audit find nothing."""
    assert scene.as_(Duty.PLANNER).plan(scene.environment) == []
    found = audited_run(scene.run, scene.environment, scene.confined.as_(Duty.PLANNER))
    assert [finding.text for finding in found.findings] == []


@pytest.mark.parametrize("role", seeded_part(DEPLOYER_ROLES, kept=2))
def test_deployer_needs_each_role(scene: Scene, role: str) -> None:
    """Where the deployer may no more than view a kind of things, it cannot put back what somebody changed of them."""
    path, key = changed_by(role, scene.hand)
    before = scene.hand.get(path)
    scene.hand.put(path, {**before, key: not before[key] if isinstance(before[key], bool) else "by hand"})

    with scene.confined.without(Duty.DEPLOYER, role, role.replace("manage-", "view-")):
        refused = scene.try_out(Duty.DEPLOYER, scene.address(role), "apply", "-auto-approve")
    allowed = scene.try_out(Duty.DEPLOYER, scene.address(role), "apply", "-auto-approve")

    assert ("403 Forbidden" in refused, f"with {scene.address(role)}" in refused) == (True, True), refused or "it can"
    assert allowed == ""
    assert scene.hand.get(path)[key] == before[key]


def changed_by(role: str, hand: ByHand) -> tuple[str, str]:
    """Return something that a role manages, and a setting of it."""
    match role:
        case "manage-realm":
            return "", "displayName"
        case "manage-clients":
            return f"clients/{hand.uuid('notebook')}", "description"
        case "manage-users":
            return f"users/{hand.user('ada')}", "lastName"
        case "manage-identity-providers":
            return "identity-provider/instances/corp", "displayName"
        case "manage-events":
            return "events/config", "adminEventsEnabled"
        case _:
            raise AssertionError(role)


@pytest.mark.parametrize("role", seeded_part((role for role in PLANNER_ROLES if role in RESOURCES), kept=2))
def test_planner_needs_each_role(scene: Scene, role: str) -> None:
    """Without one of its roles, the planner's plan fails at what that role lets it see."""
    with scene.confined.without(Duty.PLANNER, role):
        refused = scene.try_out(Duty.PLANNER, scene.address(role), "plan")
    # What it rests on may be refused first: its realm's client scopes, for a client.
    assert ("403 Forbidden" in refused, "with keycloak_" in refused) == (True, True), refused or "it can"


def test_audit_needs_the_rest(scene: Scene) -> None:
    """Where the realm has organizations, an audit without the role for them names them as not compared."""
    (role,) = [role for role in PLANNER_ROLES if role not in RESOURCES]
    planner = scene.confined.as_(Duty.PLANNER)
    scene.hand.put("", {"organizationsEnabled": True})
    with scene.confined.without(Duty.PLANNER, role):
        without = audited_run(scene.run, scene.environment, planner)
    with_it = audited_run(scene.run, scene.environment, planner)
    scene.hand.put("", {"organizationsEnabled": False})
    assert (without.unread.get("organizations"), with_it.unread.get("organizations")) == (role, None)


def test_audit_finds_another_order_of_steps(scene: Scene) -> None:
    """A step of a login flow that somebody moved is found by the planner's rights, and put back."""
    flows = [each["alias"] for each in scene.hand.get("authentication/flows") if not each["builtIn"]]
    several = [(flow, scene.hand.get(f"authentication/flows/{flow}/executions")) for flow in flows]
    flow, steps = next((flow, steps) for flow, steps in several if [each["level"] for each in steps].count(0) > 1)
    at, first = f"authentication/flows/{flow}/executions", steps[0]
    scene.hand.put(at, {**first, "priority": 999})
    moved = audited_run(scene.run, scene.environment, scene.confined.as_(Duty.PLANNER))
    scene.hand.put(at, first)
    put_back = audited_run(scene.run, scene.environment, scene.confined.as_(Duty.PLANNER))
    assert [finding.subject for finding in moved.findings] == [f"order of steps of login flow {flow}"]
    assert put_back.findings == ()


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
    """In master, and in somebody else's realm, both see what a login page shows, change nothing and make no realm."""
    with bare_realm(keycloak.admin, OTHER):
        for duty in Duty:
            admin = scene.confined.as_(duty)
            assert [realm["realm"] for realm in admin.get("realms").json()] == [REALM]
            for realm in (OTHER, "master"):
                assert set(admin.get(f"realms/{realm}").json()) <= SHOWN_TO_ALL
                for part in PARTS:
                    assert _refuses(admin, "GET", f"realms/{realm}/{part}"), (duty, realm, part)
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
    except RefusedCallError:
        return True
    return False


def _json(run: TerraformRun) -> dict[str, Any]:
    text = (run.folder / "cdktf.out" / "stacks" / run.name / "cdk.tf.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
