"""What the tools of the project find in their environment."""

from __future__ import annotations

import pytest

from constructs_lib.bindings.cdk import CDKS, CDKTF, Cdk
from tools.bootstrap.paths import TERRAFORM_CONFIG, places_of
from tools.bootstrap.provider import Provider
from tools.bootstrap.tool_environment import tool_environment
from tools.errors import ToolError

pytestmark = pytest.mark.unit

MIRRORED = Provider("4.5.0", mirrored=True)
RESOLVED = Provider("5.9.0", mirrored=False)
BASE = {
    "CDK": "cdktf",
    "PATH": "/bin",
    "TF_CLI_CONFIG_FILE": "/home/me/terraformrc",
    "KEYCLOAK_URL": "http://127.0.0.1:8080",
}


@pytest.mark.parametrize("cdk", CDKS.values(), ids=CDKS)
def test_terraform_settings_stay(cdk: Cdk) -> None:
    """Where Terraform finds the provider by itself, its settings are the user's; programs are those of the CDK."""
    base = {**BASE, "CDK": cdk.name}
    places = places_of(cdk)
    assert tool_environment(base, RESOLVED) == {
        **base,
        "PATH": f"{places.node_bin}:{places.venv}/bin:/bin",
        "JSII_NODE": f"{places.node_bin}/node",
        "CHECKPOINT_DISABLE": "1",
        "CDKTF_SKIP_PROVIDER_LOCK": "true",
    }


def test_own_choice_of_the_lock() -> None:
    """Whoever wants hashes of other platforms says so, as cdktf's manual has it."""
    wanted = {**BASE, "CDKTF_SKIP_PROVIDER_LOCK": "false"}
    assert tool_environment(wanted, RESOLVED)["CDKTF_SKIP_PROVIDER_LOCK"] == "false"


def test_unknown_cdk() -> None:
    """A variable `CDK` that names none is bad input."""
    with pytest.raises(ToolError, match=r"^CDK must be cdktf or cdktn, got 'awscdk'$") as raised:
        tool_environment({"CDK": "awscdk"}, RESOLVED)
    assert raised.value.exit_code == 2


def test_project_mirror() -> None:
    """Where only the project's mirror has the provider, Terraform is pointed at it."""
    assert tool_environment(BASE, MIRRORED) == {
        **tool_environment(BASE, RESOLVED),
        "TF_CLI_CONFIG_FILE": str(TERRAFORM_CONFIG),
    }


@pytest.mark.parametrize("provider", [MIRRORED, RESOLVED])
def test_twice_is_once(provider: Provider) -> None:
    """A tool that starts another one changes nothing more."""
    once = tool_environment(BASE, provider)
    assert tool_environment(once, provider) == once


def test_virtualenv_of_pipenv() -> None:
    """The Python of the virtualenv that is active goes before the project's own."""
    path = tool_environment({**BASE, "VIRTUAL_ENV": "/venvs/x"}, RESOLVED)["PATH"]
    assert path == f"{places_of(CDKTF).node_bin}:/venvs/x/bin:/bin"


PERSON = {"KEYCLOAK_USER": "admin", "KEYCLOAK_PASSWORD": "x"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (PERSON, "admin-cli"),
        ({**PERSON, "KEYCLOAK_CLIENT_ID": ""}, "admin-cli"),
        ({**PERSON, "KEYCLOAK_CLIENT_ID": "console"}, "console"),
        ({"KEYCLOAK_USER": "admin"}, None),
        ({}, None),
    ],
)
def test_person_logs_in_by_a_client(given: dict[str, str], expected: str | None) -> None:
    """Without it the provider stops, and cdktf waits for somebody to type it; who has no password has another way."""
    assert tool_environment({**BASE, **given}, RESOLVED).get("KEYCLOAK_CLIENT_ID") == expected
