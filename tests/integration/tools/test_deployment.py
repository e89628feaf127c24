"""The main job by the project's own commands: deploy, prove, look, change nothing, destroy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.support.audit.by_hand import ByHand
from tests.support.servers.mail_server import MailServer
from tools.demo.ports import any_free_port
from tools.keycloak.admin import KeycloakAdmin
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

REALM = "ml-deployment"
ADA = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace", "invite": True}
CONSUMERS = {
    "sensor": {"dpop": True, "grants": {"scorer": ["predict"]}},
    "edge": {"auth": {"method": "mtls", "subject_dn": "CN=edge"}, "grants": {"scorer": ["predict"]}},
}
"""One that proves a key of its own with each request for a token, and one that has a certificate."""
SECRETS = ("TF_VAR_model_serving_api_client_secret", "TF_VAR_ml_api_user_initial_password", "KEYCLOAK_PASSWORD")


@pytest.fixture(scope="module")
def mail(checkout: Checkout) -> Iterator[MailServer]:
    """A mail server, which the copy's `dev` knows, somebody who is to be invited, and consumers with bound tokens."""
    port = any_free_port()
    checkout.keep("dev", realm=REALM)
    file, yaml = checkout.root / "environments" / "dev.yaml", YAML()
    declared = yaml.load(file)
    smtp = {"host": "127.0.0.1", "port": port, "sender": "kc@example.com", "encryption": "none"}
    declared["realm"] = {"smtp": smtp, "login": {"verify_email": False}}
    declared["people"]["ada"] = ADA
    declared["models"] = {"scorer": {}}
    declared["consumers"] = CONSUMERS
    yaml.dump(declared, file)
    with MailServer(port) as server:
        yield server


@pytest.fixture(scope="module")
def first(checkout: Checkout, mail: MailServer) -> Iterator[subprocess.CompletedProcess[str]]:
    """The first deployment; at the end `destroy` removes it."""
    assert mail.mails_to("ada@example.com") == []
    result = checkout.tools("deploy", "dev")
    assert result.returncode == 0, result.stdout + result.stderr
    yield result
    result = checkout.tools("destroy", "dev")
    assert result.returncode == 0, result.stdout + result.stderr


def loaded(checkout: Checkout) -> dict[str, str]:
    """Return what Pipenv would load from `.env`."""
    return dict(read_local_secrets(checkout.root / ".env").values)


def test_deployment_proves_who_may_call(first: subprocess.CompletedProcess[str]) -> None:
    """The deployment ends with what real tokens say: the person holds the role, the service account does not.

    A consumer's token that is bound by DPoP is asked for with a proof; one with a certificate of its own is left out.
    """
    rows = [line.split("│")[1:-1] for line in first.stdout.splitlines() if line.startswith("│")]
    cells = [[cell.strip() for cell in row[:3]] for row in rows if len(row) == 4]
    assert cells == [
        ["person ml-api-user", "model-serving-api", "model-api-access"],
        ["service account model-serving-api", "model-serving-api", "none"],
        ["consumer sensor", "model-serving-api", "scorer:predict"],
    ]
    assert f"/realms/{REALM}" in first.stdout
    assert "Next: make token PRINCIPAL=ml-api-user ENV=dev prints a token; make output ENV=dev" in first.stdout


def test_second_deployment_changes_nothing(
    checkout: Checkout, first: subprocess.CompletedProcess[str], mail: MailServer
) -> None:
    """Deploying again finds no changes, starts nothing, invites nobody a second time, and proves the same."""
    assert "Invited ada at ada@example.com: the link works for 12h." in first.stdout
    again = checkout.tools("deploy", "dev")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "No changes" in again.stdout
    assert "ml-api-user" in again.stdout
    assert len(mail.mails_to("ada@example.com")) == 1


def test_audit_tells_what_was_done_by_hand(checkout: Checkout, first: subprocess.CompletedProcess[str]) -> None:
    """A role that somebody gave by hand is all that an audit finds, by its exit code, too; removed, nothing is left."""
    assert first.returncode == 0
    admin = KeycloakAdmin.from_environment(loaded(checkout))
    ByHand(admin, REALM, "model-serving-api").give("ada", "model-api-access")

    found = checkout.tools("audit", "dev", "--format", "json")
    assert found.returncode == 3, found.stdout + found.stderr
    (finding,) = json.loads(found.stdout)["findings"]
    assert finding["access"] == ["ada can do everything with every model: role given by hand"]

    removed = checkout.tools("audit", "dev", "--remove", finding["subject"], "--auto-approve")
    assert removed.returncode == 0, removed.stdout + removed.stderr
    assert removed.stdout == f"realm '{REALM}' of environment 'dev' is as declared\n"


def test_invitation_is_sent_again_on_demand(
    checkout: Checkout, first: subprocess.CompletedProcess[str], mail: MailServer
) -> None:
    """`make invite` with a name sends another mail; without one it sends what is due, here nothing."""
    assert first.returncode == 0
    for person, expected in (((), 0), (("ada",), 1)):
        before = len(mail.mails_to("ada@example.com"))
        invited = checkout.tools("invite", "dev", *person)
        assert (invited.returncode, invited.stderr) == (0, "")
        assert len(mail.mails_to("ada@example.com")) - before == expected


@pytest.mark.parametrize(
    ("person", "line"),
    [
        ("adda", "environment 'dev' has no person 'adda': did you mean 'ada'?"),
        ("ml-api-user", "person 'ml-api-user' has a first password: declare invite: true to send a mail"),
    ],
)
def test_person_who_cannot_be_invited_is_said_in_one_line(
    checkout: Checkout, first: subprocess.CompletedProcess[str], person: str, line: str
) -> None:
    """Nothing is sent, and the line says what to do."""
    assert first.returncode == 0
    refused = checkout.tools("invite", "dev", person)
    assert (refused.returncode, refused.stderr) == (2, f"{line}\n")


def test_plain_commands_work(checkout: Checkout, first: subprocess.CompletedProcess[str]) -> None:
    """`cdktf diff` and `output`, and `terraform plan` in the stack's folder, work beside `make deploy`, unannounced."""
    assert first.returncode == 0
    variables = loaded(checkout)
    diff = checkout.tools("cdktf", "diff", "dev", **variables)
    assert (diff.returncode, "No changes" in diff.stdout) == (0, True), diff.stdout + diff.stderr
    assert announced(diff.stderr) == []
    output = checkout.tools("cdktf", "output", "dev", **variables)
    assert (output.returncode, "issuer" in output.stdout) == (0, True), output.stdout + output.stderr
    stack = checkout.root / "cdktf.out" / "stacks" / "dev"
    plan = checkout.run("terraform", "plan", "-no-color", cwd=stack, variables=variables)
    assert (plan.returncode, "No changes" in plan.stdout) == (0, True), plan.stdout + plan.stderr


def test_no_secret_is_left_lying_about(checkout: Checkout, first: subprocess.CompletedProcess[str]) -> None:
    """No secret stands in the synthesized JSON, in a log, or in what was printed; the search would find one."""
    variables = loaded(checkout)
    secrets = [variables[name] for name in SECRETS]
    assert all(len(secret) >= 16 for secret in secrets)
    files = [checkout.root / "cdktf.log", *(checkout.root / "cdktf.out").rglob("cdk.tf.json")]
    texts = [first.stdout, first.stderr, *(file.read_text() for file in files if file.is_file())]
    assert [secret for secret in secrets for text in texts if secret in text] == []
    state = (checkout.root / "terraform.dev.tfstate").read_text()
    password = variables["TF_VAR_ml_api_user_initial_password"]  # it has no write-only argument
    assert password in state, "the search cannot find a secret where one is known to be"


def test_what_holds_a_secret_is_private(checkout: Checkout, first: subprocess.CompletedProcess[str]) -> None:
    """Whichever file below the project holds a secret after a deployment, its owner alone may read it."""
    assert first.returncode == 0
    found = modes(holding_secrets(checkout))
    assert found.keys() >= {".env", "terraform.dev.tfstate"}
    assert set(found.values()) == {"600"}, found


def test_local_database_and_log_are_private(keycloak: KeycloakServer) -> None:
    """The local Keycloak's folder, its database and its log are the owner's alone."""
    database = [path for path in (keycloak.data / "data").rglob("*") if path.is_file() and not path.is_symlink()]
    assert any(path.suffix == ".db" for path in database)
    assert {mode_of(path) for path in (*database, keycloak.log)} == {"600"}
    assert mode_of(keycloak.data) == "700"


def test_debug_output_is_announced(checkout: Checkout, first: subprocess.CompletedProcess[str]) -> None:
    """With TF_LOG one line says that secrets will be printed, before they are."""
    assert first.returncode == 0
    variables = loaded(checkout)
    loud = checkout.tools("cdktf", "diff", "dev", TF_LOG="DEBUG", CDKTF_LOG_LEVEL="debug", **variables)
    assert loud.returncode == 0
    (warning,) = announced(loud.stderr)
    assert warning.startswith("warning: with TF_LOG=DEBUG and CDKTF_LOG_LEVEL=debug, passwords, secrets and tokens ")
    assert variables["KEYCLOAK_PASSWORD"] in loud.stdout + loud.stderr, "the warning is wrong"
    assert set(modes(holding_secrets(checkout)).values()) == {"600"}


def test_destroy_leaves_nothing(checkout: Checkout, keycloak: KeycloakServer) -> None:
    """After `destroy` the realm is gone, the state is empty, and what was open to others before is private again."""
    assert checkout.tools("deploy", "dev").returncode == 0
    assert keycloak.admin.realm_exists(REALM)
    state = checkout.root / "terraform.dev.tfstate"
    state.chmod(0o644)  # as earlier versions left it
    destroyed = checkout.tools("destroy", "dev")
    assert destroyed.returncode == 0, destroyed.stdout + destroyed.stderr
    assert not keycloak.admin.realm_exists(REALM)
    assert resources_in(state) == []
    backup = state.with_name("terraform.dev.tfstate.backup")
    assert resources_in(backup) != []
    assert modes([state, backup]) == {"terraform.dev.tfstate": "600", "terraform.dev.tfstate.backup": "600"}


def announced(printed: str) -> list[str]:
    """Return the lines that warn of secrets; the guardrails warn of other things."""
    return [line for line in printed.splitlines() if line.startswith("warning: with ")]


def holding_secrets(checkout: Checkout) -> list[Path]:
    """Return the files of the project in which a secret stands; what set-up installed is linked, and passed over."""
    secrets = [loaded(checkout)[name].encode() for name in SECRETS]
    folders = [folder for folder in checkout.root.iterdir() if folder.is_dir() and not folder.is_symlink()]
    files = [*checkout.root.iterdir(), *(file for folder in folders for file in folder.rglob("*"))]
    plain = [file for file in files if file.is_file() and not file.is_symlink()]
    return sorted(file for file in plain if any(secret in file.read_bytes() for secret in secrets))


def modes(files: Iterable[Path]) -> dict[str, str]:
    """Return who may do what with files, in octal digits, by name."""
    return {file.name: mode_of(file) for file in files}


def mode_of(file: Path) -> str:
    """Return who may do what with a file, in octal digits."""
    return f"{file.stat().st_mode & 0o777:o}"


def resources_in(state: Path) -> list[object]:
    """Return the resources that a state holds."""
    return list(json.loads(state.read_text())["resources"])
