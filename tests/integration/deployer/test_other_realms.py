"""Deployers in realms that others administer: one that lives in its realm, and one for a realm that is joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from stacks.unmanaged import UnmanagedProps
from tests.support.audit.audited import audited_run
from tests.support.audit.by_hand import ByHand
from tests.support.deployers.confined import Confined
from tests.support.project.checkout import ROOT
from tests.support.realms.bare_realm import bare_realm
from tests.support.realms.terraform_run import TerraformRun
from tests.unit.docs.pages import Page
from tools.deployer.roles import JOINING_ROLES, Duty
from tools.keycloak.admin import KeycloakAdmin, RefusedCallError
from tools.keycloak.provider_login import provider_login
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.long]

OWN, CORP = "ml-own-administrator", "ml-corp"
PAGE = Page(ROOT / "docs" / "how-to" / "least-privilege.md")
PREDICT = {"fraud": ["predict"]}
JOINED = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {"name": CORP, "owner": "elsewhere", "prefix": "ml"},
    "api": {"client_id": "ml-api", "audience": "https://models.example.com"},
    "models": {"fraud": {"actions": ["predict"]}},
    "groups": {"analysts": PREDICT},
    "people": {"ada": {"groups": ["analysts"]}, "grace": {"grants": PREDICT}},
    "consumers": {"batch": {"auth": {"method": "client_secret"}, "grants": PREDICT}},
    "applications": {"notebook": {"redirect_uris": ["https://ui.example.com/cb"]}},
}


def run_as(confined: Confined, duty: Duty, run: TerraformRun, secrets: dict[str, str], door: dict[str, str]) -> None:
    """Let Terraform be one of the two."""
    run.variables = {**confined.variables(duty), **secrets, **door}


def test_realm_administrator_makes_both_in_the_realm(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path
) -> None:
    """Whoever administers one realm makes both in it; they deploy and audit it, and the page's YAML leaves them out."""
    environment = EnvironmentFiles().load("dev")
    realm = environment.realm.model_copy(update={"name": OWN})
    environment = private.adopt(environment.model_copy(update={"realm": realm}))
    with bare_realm(keycloak.admin, OWN):
        hand = ByHand(keycloak.admin, OWN, "realm-management")
        password = hand.person("boss")
        hand.give("boss", "realm-admin")
        boss = KeycloakAdmin(keycloak.url, user="boss", password=password, realm=OWN)
        confined = Confined(boss, "prod", OWN)
        for duty in Duty:
            confined.clients.keep(duty)
        deployer = confined.variables(Duty.DEPLOYER)
        with provider_login(deployer) as door:
            run = TerraformRun(tmp_path, {}, name="prod")
            run_as(confined, Duty.DEPLOYER, run, private.variables(environment), dict(door))
            run.synthesize(environment)
            run.terraform("import", "-input=false", f"keycloak_realm.{_realm_address(run)}", OWN)
            run.terraform("apply", "-input=false", "-auto-approve")
            run_as(confined, Duty.PLANNER, run, private.variables(environment), dict(door))
            assert run.plan(environment) == []

        (block,) = [block for block in PAGE.code("yaml") if "unmanaged" in block]
        left = [UnmanagedProps(**each) for each in YAML(typ="safe").load(block)["unmanaged"]]
        found = audited_run(run, environment.model_copy(update={"unmanaged": tuple(left)}), confined.as_(Duty.PLANNER))
        # Logging in to a realm whose key is not there yet makes Keycloak generate one.
        assert {each.subject for each in found.open} - {"key fallback-ES256"} == {
            "person boss",
            "role realm-management/realm-admin of person boss",
        }
        for elsewhere in ("realms/master/users", "realms/master/clients"):
            with pytest.raises(RefusedCallError):
                confined.as_(Duty.DEPLOYER).get(elsewhere)


def test_joined_realm_takes_fewer_roles(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path) -> None:
    """Three roles deploy, change and destroy what is ours of a joined realm; without one of them something fails."""
    environment = private.adopt(Environment.model_validate(JOINED))
    with bare_realm(keycloak.admin, CORP):
        hand = ByHand(keycloak.admin, CORP, "ml-api")
        for name in ("ada", "grace"):
            hand.person(name)
        confined = Confined(keycloak.admin, "joined", CORP, joined=True)
        confined.clients.keep(Duty.DEPLOYER)
        try:
            with provider_login(confined.variables(Duty.DEPLOYER)) as door:
                run = TerraformRun(tmp_path, {}, name="joined")
                secrets = {"TF_VAR_ml_batch_client_secret": random_secret(), **private.variables(environment)}
                run_as(confined, Duty.DEPLOYER, run, secrets, dict(door))
                run.apply(environment)
                assert run.plan(environment) == []
                deployer = confined.as_(Duty.DEPLOYER)
                for role in JOINING_ROLES:
                    with confined.without(Duty.DEPLOYER, role):
                        assert not _works(run, deployer), role
                assert _works(run, deployer)
                with pytest.raises(RefusedCallError):
                    deployer.request("PUT", f"realms/{CORP}", json={"displayName": "x"})
                run.destroy()
            assert keycloak.admin.realm_exists(CORP)
            assert [each["clientId"] for each in hand.get("clients") if each["clientId"].startswith("ml-")] == []
        finally:
            list(confined.clients.remove())


def _works(run: TerraformRun, deployer: KeycloakAdmin) -> bool:
    """Tell whether a plan works, and the owner's settings can be judged."""
    try:
        run.terraform("plan", "-input=false")
    except AssertionError as failure:
        assert "403 Forbidden" in str(failure), failure  # noqa: PT017 - which failure it is
        return False
    return "accessTokenLifespan" in deployer.get(f"realms/{CORP}").json()


def _realm_address(run: TerraformRun) -> str:
    text = (run.folder / "cdktf.out" / "stacks" / run.name / "cdk.tf.json").read_text(encoding="utf-8")
    (address,) = YAML(typ="safe").load(text)["resource"]["keycloak_realm"]
    return str(address)
