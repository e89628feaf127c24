"""A declaration that was changed so that the walk would show nothing is refused."""

from __future__ import annotations

from typing import Any

import pytest

from stacks.environment_files import EnvironmentFiles
from tools.demo import command
from tools.errors import ToolError
from tools.target import Target

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"teams": {}}, "the demo needs the consumer 'payment-gateway' with a client_secret"),
        ({"keycloak": {"url": "https://sso.example.com"}}, "the demo needs the Keycloak that it starts: leave .+"),
    ],
)
def test_environment_that_shows_nothing(monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], message: str) -> None:
    """One line says what is needed, before anything is started."""
    declared = EnvironmentFiles().load("demo")
    update = {name: type(getattr(declared, name))(**value) for name, value in changed.items()}
    monkeypatch.setattr(command, "load_target", lambda name: Target(name, declared.model_copy(update=update)))
    with pytest.raises(ToolError, match=rf"^environments/demo\.yaml: {message}$") as failure:
        command.demonstrate()
    assert failure.value.exit_code == 2
