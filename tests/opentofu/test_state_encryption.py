"""OpenTofu encrypts the state by what `docs/how-to/opentofu.md` shows: no secret of a client stands in it."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from stacks.environment import Environment
from tests.opentofu.opentofu_build import opentofu
from tests.support.project.checkout import ROOT
from tests.support.realms.terraform_run import TerraformRun
from tests.support.servers.keycloak import provider_variables
from tools.bootstrap.tool_environment import tool_environment
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.opentofu

REALM = "ml-encrypted"
TEAM = {"consumers": {"batch": {"grants": {"fraud": ["predict"]}}}}
ENVIRONMENT = Environment.model_validate(
    {
        "keycloak": {"url": "http://127.0.0.1:8080"},
        "realm": {"name": REALM, "ssl_required": "external", "login": {"verify_email": False}},
        "api": {"client_id": "model-api"},
        "models": {"fraud": {}},
        "teams": {"risk": TEAM},
        "secret_storage": "state",
    }
)
SECRETS = {"TF_VAR_model_api_client_secret": random_secret(), "TF_VAR_batch_client_secret": random_secret()}


def shown(index: int, passphrase: str) -> dict[str, str]:
    """Return a text for TF_ENCRYPTION as the page shows it, with a passphrase."""
    page = (ROOT / "docs" / "how-to" / "opentofu.md").read_text(encoding="utf-8")
    text = re.findall(r"export TF_ENCRYPTION='\n(.*?)\n'\n", page, re.DOTALL)[index]
    return {"TF_ENCRYPTION": re.sub(r'"<at least .*?>"', f'"{passphrase}"', text)}


def found(folder: Path, pattern: str) -> list[str]:
    """Return the names of the files in which a secret stands."""
    return [
        path.name
        for path in sorted(folder.glob(pattern))
        if any(secret in path.read_text(encoding="utf-8") for secret in SECRETS.values())
    ]


@pytest.fixture(scope="module")
def variables(keycloak: KeycloakServer) -> dict[str, str]:
    """What OpenTofu needs to apply the environment."""
    config = tool_environment(os.environ).get("TF_CLI_CONFIG_FILE")
    return {
        **provider_variables(keycloak),
        **SECRETS,
        "TERRAFORM_BINARY_NAME": opentofu(),
        **({"TF_CLI_CONFIG_FILE": config} if config else {}),
    }


@pytest.fixture(scope="module")
def plain(
    keycloak: KeycloakServer, variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TerraformRun]:
    """An environment with a team, applied without encryption; at the end its realm is deleted."""
    run = TerraformRun(tmp_path_factory.mktemp("opentofu"), variables)
    run.apply(ENVIRONMENT)
    yield run
    keycloak.admin.delete_realm(REALM)


def test_state_is_migrated_and_holds_no_secret(plain: TerraformRun, variables: dict[str, str]) -> None:
    """Plain first, both secrets stand in states; after one deployment with the fallback in none, backups included."""
    passphrase = random_secret()
    states = "terraform.*.tfstate*"
    assert found(plain.folder, states) == ["terraform.test-team-risk.tfstate", "terraform.test.tfstate"]

    plain.variables = {**variables, **shown(1, passphrase)}
    plain.apply(ENVIRONMENT)
    assert found(plain.folder, states) == []
    assert (plain.folder / "terraform.test.tfstate.backup").exists()

    plain.variables = {**variables, **shown(0, passphrase)}
    assert plain.change(ENVIRONMENT) == {}
    changed = ENVIRONMENT.model_copy(update={"realm": ENVIRONMENT.realm.model_copy(update={"display_name": "Changed"})})
    assert list(plain.change(changed)) == ["test"]
    stack = plain.folder / "cdktf.out" / "stacks" / "test"
    assert b"Changed" not in (stack / "plan").read_bytes()
    assert found(plain.folder, states) == []

    for text in ({}, shown(0, random_secret())):
        plain.variables = {**variables, **text}
        with pytest.raises(AssertionError, match=r"encrypt|decrypt"):
            plain.plan(ENVIRONMENT)
