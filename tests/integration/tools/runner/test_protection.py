"""An environment outside this machine: nothing of it goes, is renamed or taken away unless somebody agrees."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.project.checkout import ROOT
from tests.support.project.declared import Declared, team
from tests.support.servers.forwarder import Forwarder
from tools.bootstrap.provider import recorded_provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.keycloak.server import KeycloakServer

# One story: each test changes what the one before it left.
pytestmark = [pytest.mark.integration, pytest.mark.first]

NAME = "guarded"
GUEST = "guest"
UNCHANGED = f"nothing was changed: if that is meant, run this again with CONFIRM={NAME}\n"


class Guarded(Declared):
    """The environment, reached by an address that is not loopback's."""

    def declare(self, url: str, **changed: Any) -> None:  # noqa: ANN401 - parts of a team's file
        """Declare one team with a group, a person and a consumer, but for what is changed."""
        groups = {"groups": {"analysts": {"scorer": ["predict"]}}}
        risk = {**team("batch", people=True), **groups, **changed}
        self.write(url=url, top={"external_people": True}, risk={key: value for key, value in risk.items() if value})

    def type_at(self, answer: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command at a terminal, and type an answer."""
        typed, terminal = pty.openpty()
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "tools", *arguments],
                cwd=ROOT,
                env=self.variables,
                stdin=terminal,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            os.write(typed, f"{answer}\n".encode())
            output, errors = process.communicate(timeout=300)
        finally:
            os.close(terminal)
            os.close(typed)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def realm_resource(self) -> dict[str, Any]:
        """Return the realm as it was synthesized last."""
        body = json.loads((self.root / "cdktf.out" / "stacks" / self.name / "cdk.tf.json").read_text())
        (realm,) = body["resource"]["keycloak_realm"].values()
        return dict(realm)

    def id_of(self, kind: str, **named: str) -> str:
        """Return the id of a group or an account, found by its name."""
        ((name, value),) = named.items()
        found = self.keycloak.admin.get(f"realms/{self.realm}/{kind}", **{name: value, "exact": "true"}).json()
        return str(found[0]["id"])


@pytest.fixture(scope="module")
def url(keycloak: KeycloakServer) -> Iterator[str]:
    """Where the environment's Keycloak is."""
    with Forwarder(keycloak.port) as forwarder:
        yield forwarder.url


@pytest.fixture(scope="module")
def guarded(keycloak: KeycloakServer, url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """The environment, deployed, with somebody in its group whom nobody declares."""
    guarded = Guarded.elsewhere(NAME, tmp_path_factory.mktemp(NAME), keycloak, url)
    guarded.declare(url)
    first = guarded.run("deploy", NAME, "--auto-approve")
    assert first.returncode == 0, first.stdout + first.stderr
    path = f"realms/{NAME}/users"
    keycloak.admin.request("POST", path, json={"username": GUEST, "enabled": True})
    keycloak.admin.request(
        "PUT", f"{path}/{guarded.id_of('users', username=GUEST)}/groups/{guarded.id_of('groups', search='analysts')}"
    )
    yield guarded
    guarded.remove_realm()


def _terraform(guarded: Guarded, stack: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    folder = guarded.root / "cdktf.out" / "stacks" / stack
    return subprocess.run(
        [sys.executable, "-m", "tools", "terraform", *arguments],
        cwd=folder,
        env={**guarded.variables, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )


def _addresses(guarded: Guarded, stack: str, kind: str) -> list[str]:
    listed = _terraform(guarded, stack, "state", "list").stdout.splitlines()
    return [address for address in listed if address.startswith(f"{kind}.")]


def test_members_from_outside(guarded: Guarded, url: str) -> None:
    """A group that goes is announced with whoever is in it and stands in no file; nobody was asked: nothing happens."""
    guarded.declare(url, groups=None)
    line = f"group analysts, whose members are declared nowhere: {GUEST}"
    assert line in guarded.run("diff", NAME).stdout
    refused = guarded.run("deploy", NAME, "--auto-approve")
    assert refused.returncode == 2
    assert f"  {line}\n" in refused.stderr
    assert refused.stderr.endswith(UNCHANGED)
    assert list(guarded.root.glob("cdktf.out/stacks/*/.plan")) == []  # it would hold secrets
    assert guarded.id_of("groups", search="analysts")


def test_rename_and_a_loss(guarded: Guarded, url: str) -> None:
    """Refused is refused: what Keycloak's Admin API would rename keeps its name; agreed to, it keeps its id."""
    uuid = guarded.client_uuid("batch")
    renamed = {"consumers": {"batch-scorer": {**team("batch")["consumers"]["batch"], "renamed_from": "batch"}}}
    guarded.declare(url, people=None, **renamed)
    seen = guarded.run("diff", NAME)
    assert "consumer batch-scorer: renamed from batch" in seen.stdout
    assert "replaced" not in seen.stdout
    refused = guarded.run("deploy", NAME, "--auto-approve")
    assert (refused.returncode, refused.stderr.endswith(UNCHANGED)) == (2, True)
    assert "  person ada\n" in refused.stderr
    assert "batch" not in re.sub("  person ada\n", "", refused.stderr.partition("This takes away")[2])
    assert (guarded.client_uuid("batch"), guarded.client_uuid("batch-scorer")) == (uuid, None)
    done = guarded.run("deploy", NAME, "--confirm", NAME)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (guarded.client_uuid("batch"), guarded.client_uuid("batch-scorer")) == (None, uuid)
    guarded.declare(url)
    assert guarded.run("deploy", NAME, "--auto-approve").returncode == 0


@pytest.mark.parametrize(
    ("stack", "kind"),
    [
        (NAME, "keycloak_realm"),
        (f"{NAME}-team-risk", "keycloak_user"),
        # Any other type is finished in the same way.
        pytest.param(NAME, "keycloak_openid_client", marks=pytest.mark.long),
        pytest.param(f"{NAME}-models", "keycloak_role", marks=pytest.mark.long),
        pytest.param(f"{NAME}-team-risk", "keycloak_group", marks=pytest.mark.long),
        pytest.param(f"{NAME}-team-risk", "keycloak_openid_client", marks=pytest.mark.long),
    ],
)
def test_half_made(guarded: Guarded, url: str, stack: str, kind: str) -> None:
    """What Terraform takes for half-made is finished in place: no 409, nothing replaced, nobody asked, ids stay."""
    guarded.declare(url)
    before = guarded.objects()
    address = _addresses(guarded, stack, kind)[0]
    _terraform(guarded, stack, "taint", address)
    healed = guarded.run("deploy", NAME, "--auto-approve")
    assert healed.returncode == 0, healed.stdout + healed.stderr
    assert f"stack {stack}: keeps what an earlier run did not finish: {address}" in healed.stderr
    assert guarded.objects() == before


def test_half_made_account(guarded: Guarded, url: str) -> None:
    """An account that never got its first password is made anew, which loses nothing: nobody is asked."""
    guarded.declare(url)
    stack, path = f"{NAME}-team-risk", f"realms/{NAME}/users"
    user = guarded.id_of("users", username="ada")
    for credential in guarded.keycloak.admin.get(f"{path}/{user}/credentials").json():
        guarded.keycloak.admin.request("DELETE", f"{path}/{user}/credentials/{credential['id']}")
    _terraform(guarded, stack, "taint", _addresses(guarded, stack, "keycloak_user")[0])
    healed = guarded.run("deploy", NAME, "--auto-approve")
    assert healed.returncode == 0, healed.stdout + healed.stderr
    anew = guarded.id_of("users", username="ada")
    (credential,) = guarded.keycloak.admin.get(f"{path}/{anew}/credentials").json()
    assert (anew == user, credential["type"]) == (False, "password")


def test_question_before_everything_goes(guarded: Guarded, url: str) -> None:
    """What is lost is listed, accounts that stand nowhere are counted, and the realm is protected as before."""
    guarded.declare(url)
    for refused in (guarded.run("destroy", NAME, "--auto-approve"), guarded.type_at("no", "destroy", NAME)):
        assert refused.returncode == 2
        said = refused.stderr
        assert f"of realm '{NAME}', with all its 2 accounts:\n" in said
        assert all(f"  {line}\n" in said for line in ("the realm", "person ada", "the API's client", "consumer batch"))
        assert "nothing was changed" in said
        assert guarded.keycloak.admin.realm_exists(NAME)
        assert guarded.realm_resource()["lifecycle"]["prevent_destroy"] is True
        assert list(guarded.root.rglob(".plan")) == []


def test_plain_commands(guarded: Guarded) -> None:
    """As the documentation says: `DESTROY` with plain commands, once to lift the provider's protection, then to go."""
    provider = recorded_provider(guarded.variables)
    assert provider
    protects = tuple(map(int, provider.version.split(".")[:2])) >= (5, 6)
    assert guarded.realm_resource().get("terraform_deletion_protection", False) is protects
    lifted = {"DESTROY": NAME}
    stacks = [NAME, f"{NAME}-models", f"{NAME}-shared", f"{NAME}-team-risk"]
    stacks = [stack for stack in stacks if (guarded.root / "cdktf.out" / "stacks" / stack).is_dir()]
    kept = guarded.run("cdktf", "destroy", *stacks, "--auto-approve")
    assert kept.returncode != 0
    assert guarded.keycloak.admin.realm_exists(NAME)
    if protects:
        kept = guarded.run("cdktf", "destroy", *stacks, "--auto-approve", **lifted)
        assert kept.returncode != 0
        assert guarded.keycloak.admin.realm_exists(NAME)
    for command in ("deploy", "destroy"):
        done = guarded.run("cdktf", command, *stacks, "--auto-approve", **lifted)
        assert done.returncode == 0, done.stdout + done.stderr
    assert not guarded.keycloak.admin.realm_exists(NAME)


@pytest.mark.long
def test_agreed_to(guarded: Guarded, url: str) -> None:
    """Typed at a terminal, the name lets everything go, whatever protects it, a flow that the realm still uses too."""
    guarded.declare(url)
    assert guarded.run("deploy", NAME, "--auto-approve").returncode == 0
    (bindings,) = _addresses(guarded, NAME, "keycloak_authentication_bindings")
    _terraform(guarded, NAME, "state", "rm", bindings)
    done = guarded.type_at(NAME, "destroy", NAME)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not guarded.keycloak.admin.realm_exists(NAME)
    assert guarded.objects() == frozenset()
    log = (guarded.root / ".cache" / "logs" / f"destroy-{NAME}.log").read_text()
    assert re.search(r"/authentication/flows/.*500 Internal Server Error", log), "no flow was in use"
