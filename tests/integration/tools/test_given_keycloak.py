"""Somebody's own Keycloak on this machine is used as it is: commands start none beside it, and protect its realm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.project.own_repository import OwnRepository
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

NAME = REALM = "given-keycloak"
FILE = f"""\
keycloak: {{url: "http://127.0.0.1:8080"}}
realm: {{name: {REALM}}}
api: {{client_id: scorer}}
models: {{spam: {{}}}}
consumers: {{batch: {{grants: {{spam: [predict]}}}}}}
"""


@pytest.mark.long  # tests/integration/adopt/test_small_realm.py starts none beside it either
def test_it_is_used_in_place_of_the_projects_own(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """An environment of the local Keycloak goes where address and credentials say, after asking, and comes back."""
    ours = OwnRepository.holding({NAME: FILE}, REALM, folder=tmp_path, keycloak=keycloak)[NAME]
    started = ours.give_keycloak()
    refused = ours.run("deploy", NAME)
    assert (refused.returncode, "nothing was changed: deploy asks first" in refused.stderr) == (2, True)
    assert not keycloak.admin.realm_exists(REALM)
    try:
        said = ours.deploy("--auto-approve")
        assert f"Uses the Keycloak at {keycloak.url} that KEYCLOAK_URL gives; none is started" in said.stderr
        assert f"Tokens of {keycloak.url}/realms/{REALM}, verified with its keys" in said.stdout
        code = json.loads((tmp_path / "cdktf.out" / "stacks" / NAME / "cdk.tf.json").read_text(encoding="utf-8"))
        assert [realm["lifecycle"]["prevent_destroy"] for realm in code["resource"]["keycloak_realm"].values()] == [
            True
        ]
        assert sorted(read_local_secrets(tmp_path / ".env").values) == [
            "TF_VAR_batch_client_secret",
            "TF_VAR_scorer_client_secret",
        ]
        assert ours.run("token", "batch", NAME).stdout.startswith("ey")
        ours.assert_settled()
        audited = ours.run("audit", NAME)
        assert audited.returncode == 0, audited.stdout + audited.stderr
        kept = ours.run("destroy", NAME, "--auto-approve")
        assert (kept.returncode, keycloak.admin.realm_exists(REALM)) == (2, True)
        gone = ours.run("destroy", NAME, "--auto-approve", "--confirm", NAME)
        assert gone.returncode == 0, gone.stdout + gone.stderr
        assert not keycloak.admin.realm_exists(REALM)
        assert not started.exists()
    finally:
        keycloak.admin.delete_realm(REALM)
