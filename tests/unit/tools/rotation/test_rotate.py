"""Which credentials a consumer has after each step of a rotation; Terraform is left out."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.props import PrivateKeyJwtAuth, SecretAuth
from stacks.environment_files import EnvironmentFiles
from tests.support.public_keys import CERTIFICATE_BASE64, JWKS
from tests.support.team_folder import ENVIRONMENT, ENVIRONMENT_FILE, TEAM, TEAM_FILE, write_folder
from tools import target as target_module
from tools.errors import ToolError
from tools.rotation import rotate
from tools.rotation.key_pair import make_key_pair
from tools.rotation.rotate import begin_rotation, finish_rotation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

pytestmark = pytest.mark.unit

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


class Project:
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


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An environment with one team, and one consumer of each kind."""
    write_folder(tmp_path, environment=ENVIRONMENT + ISSUER, team=TEAM_WITH_ALL)
    found = Project(tmp_path)
    for module in (rotate, target_module):
        monkeypatch.setattr(module, "EnvironmentFiles", partial(EnvironmentFiles, tmp_path / "environments"))

    def run_cdktf(arguments: Sequence[str], _: Mapping[str, str], *, synthesized: bool) -> int:
        assert synthesized
        found.deployed.append(list(arguments))
        return 0

    class Admin:
        @staticmethod
        def from_environment(_: Mapping[str, str]) -> type[Admin]:
            return Admin

        @staticmethod
        def request(method: str, path: str) -> None:
            found.calls.append(f"{method} {path}")

    monkeypatch.setattr(rotate, "run_cdktf", run_cdktf)
    monkeypatch.setattr(rotate, "prepare", lambda _: {})
    monkeypatch.setattr(rotate, "KeycloakAdmin", Admin)
    monkeypatch.setattr(rotate, "KEYS", tmp_path / ".keys")
    monkeypatch.setenv(NEW_SECRET, "canary-new")
    monkeypatch.delenv("TF_VAR_batch_client_secret", raising=False)
    return found


def begin(name: str, public_key: Path | None = None) -> int:
    """Begin a rotation."""
    return begin_rotation("demo", name, public_key=public_key, approve=True)


def fault(name: str, public_key: Path | None = None) -> str:
    """Return what is said of a rotation that cannot begin."""
    with pytest.raises(ToolError) as caught:
        begin(name, public_key)
    assert caught.value.exit_code == 2
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bacth", "environment 'demo' has no consumer 'bacth': did you mean 'batch'?"),
        ("", "environment 'demo' has no consumer '': there are: batch, certified, edge, job, published, …"),
        (
            "edge",
            (
                "consumer 'edge' proves itself by a TLS certificate: let its authority issue a new one for 'CN=edge', "
                "which Keycloak takes at once"
            ),
        ),
        (
            "job",
            "consumer 'job' has no credential: the keys of workload issuer 'ci' are rotated by who runs it",
        ),
        (
            "certified",
            (
                "consumer 'certified' has a certificate, and Keycloak knows one at a time: declare its public key "
                "as jwks, deploy, then rotate"
            ),
        ),
        (
            "published",
            (
                "consumer 'published' publishes its keys at https://p.example.com/jwks: it adds the new key there, "
                "signs with it, then drops the old one; after that, finish here (FINISH=1), so that Keycloak forgets "
                "the old one"
            ),
        ),
    ],
)
def test_nothing_to_rotate_is_said_in_one_line(project: Project, name: str, message: str) -> None:
    """Who is unknown gets the nearest name; who holds no credential here learns who rotates it; nothing is touched."""
    assert fault(name) == message
    assert (project.team, project.deployed) == (TEAM_WITH_ALL, [])


@pytest.mark.parametrize("old", [None, "canary-new"])
def test_new_client_needs_a_new_secret(project: Project, monkeypatch: pytest.MonkeyPatch, old: str | None) -> None:
    """A secret that is missing, or the old one again, is asked for before the file changes."""
    if old:
        monkeypatch.setenv("TF_VAR_batch_client_secret", old)
    else:
        monkeypatch.delenv(NEW_SECRET)
    said = fault("batch")
    assert said == f"set {NEW_SECRET} to a new secret, then run this again: the new client gets it"
    assert project.team == TEAM_WITH_ALL


def test_public_key_of_a_consumer_with_a_secret_is_refused(project: Project, tmp_path: Path) -> None:
    """A key would be ignored."""
    assert fault("batch", tmp_path / "key") == "consumer 'batch' has a secret, no key: leave the public key out"
    assert project.deployed == []


def test_shared_file_is_not_changed_for_one_environment(project: Project) -> None:
    """What several environments extend belongs to none of them."""
    folder = project.root / "environments"
    (folder / "_base.yaml").write_text(f"consumers:\n  shared:\n    {GRANTS}\n", encoding="utf-8")
    (project.root / ENVIRONMENT_FILE).write_text(f"extends: _base\n{ENVIRONMENT}{ISSUER}", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TF_VAR_shared_green_client_secret", "canary")
        assert fault("shared") == (
            "consumer 'shared' is declared in _base.yaml, which several environments share: move it to demo.yaml first"
        )


def test_name_that_is_taken_leaves_the_file_as_it_was(project: Project) -> None:
    """A file that would not be valid any more is not kept."""
    text = TEAM_WITH_ALL.replace("  published:", f"  batch-green:\n    {GRANTS}\n  published:")
    (project.root / TEAM_FILE).write_text(text, encoding="utf-8")
    assert "client 'batch-green' is already declared" in fault("batch")
    assert (project.team, project.deployed) == (text, [])


def test_secret_goes_from_blue_to_green_and_back(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin adds the other client, finish takes the first away; the next rotation comes back; the file is as before."""
    steps: list[tuple[str, ...]] = []

    def note() -> None:
        auth = project.auth("batch")
        assert isinstance(auth, SecretAuth)
        steps.append(auth.credentials)

    monkeypatch.setenv("TF_VAR_batch_client_secret", "canary-next")
    for _ in range(2):
        assert begin("batch") == 0
        note()
        assert finish_rotation("demo", "batch", approve=True) == 0
        note()
    assert steps == [("blue", "green"), ("green",), ("green", "blue"), ("blue",)]
    expected = TEAM_WITH_ALL.replace("  batch:\n", "  batch:\n    auth:\n      method: client_secret\n")
    assert project.team == expected
    assert project.deployed == [["deploy", "demo-team-risk", "--auto-approve"]] * 4


@pytest.mark.parametrize("name", ["batch", "signer"])
def test_each_step_can_be_repeated(project: Project, name: str) -> None:
    """After an interruption the same command ends what it began: it deploys again, and changes the file once."""
    begin(name)
    begun = project.team
    begin(name)
    assert project.team == begun
    finish_rotation("demo", name, approve=True)
    finished = project.team
    finish_rotation("demo", name, approve=True)
    assert project.team == finished
    assert len(project.deployed) == 4
    assert len(list(project.root.glob(".keys/demo/*"))) == (1 if name == "signer" else 0)


def test_key_joins_the_old_one_and_replaces_it(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """The new public key is declared beside the old one, then alone; Keycloak's cache is emptied at the end."""
    begin("signer")
    (file,) = project.root.glob(".keys/demo/signer.*.jwk.json")
    key = json.loads(file.read_text())
    assert project.keys("signer") == ["batch-1", key["kid"]]
    assert project.calls == []
    finish_rotation("demo", "signer", approve=True)
    assert project.keys("signer") == [key["kid"]]
    assert project.calls == ["POST realms/ml/clear-keys-cache"]
    assert "# signs with its own key" in project.team
    said = capsys.readouterr().out
    assert (str(file) in said, key["d"] in said) == (True, False)


def test_key_of_the_consumer_itself_is_taken(project: Project, tmp_path: Path) -> None:
    """Where the consumer made the pair, no private key is written; the same key twice is refused."""
    public, _ = make_key_pair("ES256", tmp_path / "elsewhere", "signer")
    file = tmp_path / "public.json"
    file.write_text(json.dumps(public))
    begin("signer", file)
    assert project.keys("signer") == ["batch-1", public["kid"]]
    assert not (tmp_path / ".keys").exists()
    finish_rotation("demo", "signer", approve=True)
    assert fault("signer", file) == f"{file} is the key that consumer 'signer' has already"


def test_published_keys_are_forgotten_at_the_end(project: Project) -> None:
    """A consumer that publishes its keys rotates by itself; Keycloak still has the dropped one in its cache."""
    assert finish_rotation("demo", "published", approve=True) == 0
    assert project.calls == ["POST realms/ml/clear-keys-cache"]
    assert project.team == TEAM_WITH_ALL
