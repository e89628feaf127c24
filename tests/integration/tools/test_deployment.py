"""The main job by the project's own commands: deploy, prove, look, change nothing, destroy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from tests.support.servers.mail_server import MailServer
from tools.demo.ports import any_free_port
from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

ADA = {"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace", "invite": True}
SECRETS = ("TF_VAR_model_serving_api_client_secret", "TF_VAR_ml_api_user_initial_password", "KEYCLOAK_PASSWORD")


@pytest.fixture(scope="module")
def mail(checkout: Checkout) -> Iterator[MailServer]:
    """A mail server, which the copy's `dev` knows, and somebody who is to be invited."""
    port = any_free_port()
    file, yaml = checkout.root / "environments" / "dev.yaml", YAML()
    declared = yaml.load(file)
    declared["realm"]["smtp"] = {"host": "127.0.0.1", "port": port, "sender": "kc@example.com", "encryption": "none"}
    declared["people"]["ada"] = ADA
    for rule, resource in (
        ("KC-MAIL-TLS", "dev/Security/Realm/Realm/Realm"),
        ("KC-LOCAL-USER", "dev/Security/Access/People/ada/User"),
    ):
        declared["exemptions"].append(
            {"rule": rule, "resource": resource, "reason": "a server and a person of this test"}
        )
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
    """The deployment ends with what real tokens say: the person holds the role, the service account does not."""
    rows = [line.split("│")[1:-1] for line in first.stdout.splitlines() if line.startswith("│")]
    cells = [[cell.strip() for cell in row[:3]] for row in rows]
    assert cells == [
        ["person ml-api-user", "model-serving-api", "model-api-access"],
        ["service account model-serving-api", "model-serving-api", "none"],
    ]
    assert "/realms/example-realm" in first.stdout
    assert "Next: pipenv run cdktf output dev" in first.stdout


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
    """`cdktf diff` and `output`, and `terraform plan` in the stack's folder, work beside `make deploy`."""
    assert first.returncode == 0
    variables = loaded(checkout)
    diff = checkout.tools("cdktf", "diff", "dev", **variables)
    assert (diff.returncode, "No changes" in diff.stdout) == (0, True), diff.stdout + diff.stderr
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


def test_env_is_private(checkout: Checkout, first: subprocess.CompletedProcess[str]) -> None:
    """The file with the secrets is readable by its owner alone."""
    assert first.returncode == 0
    assert (checkout.root / ".env").stat().st_mode & 0o777 == 0o600


def test_destroy_leaves_nothing(checkout: Checkout, keycloak: KeycloakServer) -> None:
    """After `destroy` the realm is gone, and the state is empty."""
    assert checkout.tools("deploy", "dev").returncode == 0
    assert keycloak.admin.realm_exists("example-realm")
    destroyed = checkout.tools("destroy", "dev")
    assert destroyed.returncode == 0, destroyed.stdout + destroyed.stderr
    assert not keycloak.admin.realm_exists("example-realm")
    assert resources_in(checkout.root / "terraform.dev.tfstate") == []


def resources_in(state: Path) -> list[object]:
    """Return the resources that a state holds."""
    return list(json.loads(state.read_text())["resources"])
