"""What the tools of the project find in their environment."""

from __future__ import annotations

import pytest

from tools.bootstrap.paths import NODE_BIN, TERRAFORM_CONFIG, VENV
from tools.bootstrap.provider import Provider
from tools.bootstrap.tool_environment import tool_environment

pytestmark = pytest.mark.unit

MIRRORED = Provider("4.5.0", mirrored=True)
RESOLVED = Provider("5.9.0", mirrored=False)
BASE = {"PATH": "/bin", "TF_CLI_CONFIG_FILE": "/home/me/terraformrc", "KEYCLOAK_URL": "http://127.0.0.1:8080"}


def test_terraform_settings_stay() -> None:
    """Where Terraform finds the provider by itself, its settings are the user's."""
    assert tool_environment(BASE, RESOLVED) == {
        **BASE,
        "PATH": f"{NODE_BIN}:{VENV}/bin:/bin",
        "JSII_NODE": f"{NODE_BIN}/node",
        "CHECKPOINT_DISABLE": "1",
    }


def test_project_mirror() -> None:
    """Where only the project's mirror has the provider, Terraform is pointed at it, and cdktf asks no registry."""
    assert tool_environment(BASE, MIRRORED) == {
        **tool_environment(BASE, RESOLVED),
        "TF_CLI_CONFIG_FILE": str(TERRAFORM_CONFIG),
        "CDKTF_SKIP_PROVIDER_LOCK": "true",
    }


@pytest.mark.parametrize("provider", [MIRRORED, RESOLVED])
def test_twice_is_once(provider: Provider) -> None:
    """A tool that starts another one changes nothing more."""
    once = tool_environment(BASE, provider)
    assert tool_environment(once, provider) == once


def test_virtualenv_of_pipenv() -> None:
    """The Python of the virtualenv that is active goes before the project's own."""
    assert tool_environment({**BASE, "VIRTUAL_ENV": "/venvs/x"}, RESOLVED)["PATH"] == f"{NODE_BIN}:/venvs/x/bin:/bin"
