"""An environment with one team and one consumer of each kind, whose credentials a test rotates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.props import PrivateKeyJwtAuth
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.team_folder import TEAM, TEAM_FILE
from tests.support.tokens.public_keys import CERTIFICATE_BASE64, JWKS
from tools.errors import ToolError
from tools.rotation.rotate import begin_rotation

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["GRANTS", "ISSUER", "NEW_SECRET", "TEAM_WITH_ALL", "RotationProject", "begin", "fault"]

NEW_SECRET = "TF_VAR_batch_green_client_secret"
GRANTS = "grants: {fraud-detector: [predict]}"
TEAM_WITH_ALL = f"""\
{TEAM.partition("groups:")[0]}\
  signer:       # signs with its own key
    auth:
      method: private_key_jwt
      jwks: '{JWKS}'
    {GRANTS}
  published:
    auth: {{method: private_key_jwt, jwks_url: "https://p.example.com/jwks"}}
    {GRANTS}
  certified:
    auth: {{method: private_key_jwt, certificate: {CERTIFICATE_BASE64}}}
    {GRANTS}
  edge:
    auth: {{method: mtls, subject_dn: "CN=edge"}}
    {GRANTS}
  job:
    auth: {{method: federated, issuer: ci, subject: job}}
    {GRANTS}
groups:{TEAM.partition("groups:")[2]}"""
ISSUER = 'workload_issuers: {ci: {issuer: "https://ci.example.com", jwks_url: "https://ci.example.com/jwks"}}\n'


class RotationProject:
    """The files, and the stacks that would have been deployed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.deployed: list[list[str]] = []
        self.calls: list[str] = []

    @property
    def team(self) -> str:
        """Text of the team's file."""
        return (self.root / TEAM_FILE).read_text(encoding="utf-8")

    def auth(self, name: str) -> object:
        """How a consumer is declared to prove who it is."""
        environment = EnvironmentFiles(self.root / "environments").load("demo")
        return environment.teams["risk"].consumers[name].auth

    def keys(self, name: str) -> list[Any]:
        """The ids of a consumer's declared keys."""
        auth = self.auth(name)
        assert isinstance(auth, PrivateKeyJwtAuth)
        return [key["kid"] for key in json.loads(str(auth.jwks))["keys"]]


def begin(name: str, public_key: Path | None = None) -> int:
    """Begin a rotation."""
    return begin_rotation("demo", name, public_key=public_key, approve=True)


def fault(name: str, public_key: Path | None = None) -> str:
    """Return what is said of a rotation that cannot begin."""
    with pytest.raises(ToolError) as caught:
        begin(name, public_key)
    assert caught.value.exit_code == 2
    return str(caught.value)
