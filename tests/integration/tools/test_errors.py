"""What a person sees when something is wrong: one line, the right exit code, nothing changed, no traceback."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tools.local_secrets import read_local_secrets

if TYPE_CHECKING:
    from tests.support.project.checkout import Checkout
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

REALM = "ml-errors"


@pytest.fixture(scope="module", autouse=True)
def kept(checkout: Checkout) -> None:
    """One environment on this machine, and one elsewhere."""
    checkout.keep("dev", "prod", realm=REALM)


@pytest.fixture
def variables(keycloak: KeycloakServer) -> dict[str, str]:
    """What the operator set: a reachable server, good credentials, every secret."""
    return {
        **read_local_secrets(keycloak.dotenv).values,
        "TF_VAR_model_serving_api_client_secret": "x" * 16,
        "TF_VAR_ml_api_user_initial_password": "x" * 16,
    }


def said(checkout: Checkout, *command: str, **variables: str) -> tuple[int, list[str]]:
    """Run a command that fails; return its exit code and its lines, without progress and the guardrails' warnings."""
    result = checkout.tools(*command, **variables)
    assert "Traceback" not in result.stdout + result.stderr
    passed_over = ("Synthesizing", "Start Keycloak", "Starting", "warning: ")
    return result.returncode, [line for line in result.stderr.splitlines() if not line.startswith(passed_over)]


@pytest.mark.parametrize(
    ("command", "kind"),
    [(("deploy", "dve"), "environment"), (("destroy", "dve"), "environment"), (("cdktf", "deploy", "dve"), "stack")],
)
def test_unknown_environment(
    checkout: Checkout, command: tuple[str, ...], kind: str, variables: dict[str, str]
) -> None:
    """A misspelt environment, or stack, is answered with the nearest one."""
    assert said(checkout, *command, **variables) == (2, [f"no {kind} 'dve': did you mean 'dev'?"])


def test_wrong_environment_file(checkout: Checkout, variables: dict[str, str]) -> None:
    """A wrong value is named with file and line before anything is synthesized."""
    file = checkout.root / "environments" / "wrong.yaml"
    file.write_text("extends: _base\nkeycloak:\n  url: https://x\nrealm:\n  ssl_requird: all\n", encoding="utf-8")
    try:
        for command in (("deploy", "wrong"), ("deploy", "dev"), ("cdktf", "synth"), ("cdktf", "deploy", "dev")):
            code, lines = said(checkout, *command, **variables)
            assert (code, lines[0]) == (
                2,
                "environments/wrong.yaml:5: unknown key 'realm.ssl_requird': did you mean 'ssl_required'?",
            )
    finally:
        file.unlink()


def test_team_reaches_no_model_that_is_closed_to_it(checkout: Checkout, variables: dict[str, str]) -> None:
    """A team's file that grants another's model, or every model, stops a synth and a deployment with both places."""
    environments = checkout.root / "environments"
    teams = environments / "closed" / "teams"
    teams.mkdir(parents=True)
    (environments / "closed.yaml").write_text(
        "keycloak:\n  url: https://sso.example.com\nrealm:\n  name: example-realm\n  login: {verify_email: false}\n"
        "api:\n  client_id: scorer\nmodels:\n  fraud: {owner: risk}\n  churn: {owner: growth}\n",
        encoding="utf-8",
    )
    (teams / "risk.yaml").write_text("consumers: {}\n", encoding="utf-8")
    growth = "consumers:\n  thief:\n    grants: {fraud: [predict]}\n"
    try:
        for text, line in (
            (
                growth,
                (
                    "3: realm 'example-realm', consumer 'thief': model 'fraud' is not open to team 'growth': add the "
                    "team to the model's open_to, or remove the grant (environments/closed.yaml:9)"
                ),
            ),
            (
                growth.replace("fraud", '"*"'),
                (
                    "3: realm 'example-realm', consumer 'thief': '*' reaches every model, other teams' too: name the "
                    "models, or let the environment's own file exempt rule KC-TEAM-EVERY-MODEL for resource "
                    "'closed-team-growth/Access/Consumers/Roles[\"thief\"]' with actions [predict]"
                ),
            ),
            (
                growth.replace("thief", "\"${file('/proc/self/environ')}\""),
                "2: Terraform expressions ('${…}', '%{…}') are not allowed in environment files",
            ),
        ):
            (teams / "growth.yaml").write_text(text, encoding="utf-8")
            for command in (("deploy", "closed"), ("cdktf", "synth")):
                code, lines = said(checkout, *command, **variables)
                assert (code, lines[0]) == (2, f"environments/closed/teams/growth.yaml:{line}")
    finally:
        shutil.rmtree(environments / "closed")
        (environments / "closed.yaml").unlink()


def test_guardrail_stops(checkout: Checkout, variables: dict[str, str]) -> None:
    """A finding without exemption stops a synth and a deployment with a line each; nothing is written."""
    file = checkout.root / "environments" / "loose.yaml"
    loose = ["extends: _base", "keycloak:", "  url: https://sso.example.com", "backend:", "  type: pg", "realm:"]
    loose += [
        "  name: ml-loose",
        "  smtp: {host: smtp.example.com, sender: no-reply@example.com}",
        "api:",
        "  audience: urn:example:ml",
    ]
    loose += ["  redirect_uris: ['https://ui.example.com/*']"]
    file.write_text("\n".join(loose), encoding="utf-8")
    shutil.rmtree(checkout.root / "cdktf.out", ignore_errors=True)
    try:
        for command in (("deploy", "loose"), ("cdktf", "synth")):
            code, lines = said(checkout, *command, **variables)
            assert (code, [line.split(": ")[:3] for line in lines]) == (
                2,
                [["environments/loose.yaml:9", "loose/Security/Realm/ApiClient/Client", "KC-REDIRECT-WILDCARD"]],
            )
            assert not list(checkout.root.glob("cdktf.out/stacks/*/cdk.tf.json"))
    finally:
        file.unlink()


def test_missing_variable(checkout: Checkout, variables: dict[str, str]) -> None:
    """A secret that the operator did not set is named, and so is what it is for."""
    del variables["TF_VAR_ml_api_user_initial_password"]
    assert said(checkout, "cdktf", "deploy", "dev", **variables) == (
        2,
        ["set in the environment: TF_VAR_ml_api_user_initial_password (first password of the person 'ml-api-user')"],
    )


def test_unreachable_keycloak(checkout: Checkout, variables: dict[str, str]) -> None:
    """A server that does not answer is named, with what to do."""
    variables["KEYCLOAK_URL"] = "http://127.0.0.1:9"
    assert said(checkout, "cdktf", "diff", "dev", **variables) == (
        1,
        [
            (
                "Keycloak at http://127.0.0.1:9 does not answer (connection refused): "
                "start it (this project's own by make keycloak), or set KEYCLOAK_URL"
            )
        ],
    )


def test_wrong_admin_credentials(checkout: Checkout, variables: dict[str, str]) -> None:
    """Refused credentials are named without their values."""
    variables["KEYCLOAK_PASSWORD"] = "canary-wrong-password"
    code, lines = said(checkout, "cdktf", "deploy", "dev", **variables)
    assert (code, lines) == (
        2,
        [
            (
                f"Keycloak at {variables['KEYCLOAK_URL']} refused the admin credentials of user 'admin' "
                "(client 'admin-cli') in realm 'master': check KEYCLOAK_USER and KEYCLOAK_PASSWORD"
            )
        ],
    )


def test_local_settings_do_not_reach_production(checkout: Checkout, variables: dict[str, str]) -> None:
    """The local server's address, loaded by Pipenv, is not taken for production's."""
    code, lines = said(checkout, "cdktf", "deploy", "prod", **variables)
    assert code == 2
    assert lines[0].startswith(f"KEYCLOAK_URL is {variables['KEYCLOAK_URL']}, but environment 'prod' declares")


def test_nothing_was_changed(checkout: Checkout, keycloak: KeycloakServer) -> None:
    """None of these commands left a state or a realm."""
    assert list(checkout.root.glob("*.tfstate*")) == []
    assert not keycloak.admin.realm_exists(REALM)
