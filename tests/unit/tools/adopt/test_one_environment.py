"""A realm that another environment has is not adopted once more: its files would stop both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.repository import Repository
from tools.adopt.one_environment import require_one_environment
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

_URL = "https://sso.example.com"
_LEGACY = f"""
keycloak: {{url: {_URL}/}}
realm: {{name: main, login: {{verify_email: false}}}}
api: {{client_id: model-api}}
models: {{churn: {{}}}}
consumers: {{batch: {{grants: {{churn: [predict]}}}}}}
"""


def _repository(root: Path, **files: str) -> Repository:
    folder = root / "environments"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return Repository(root)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (_LEGACY, "make adopt ENV=legacy AGAIN=1"),
        (_LEGACY.replace("login: {verify_email: false}", "owner: elsewhere"), "a realm that is joined is its owner's"),
    ],
)
def test_refused(text: str, remedy: str, tmp_path: Path) -> None:
    """Another environment with the realm is named, with what to do instead, and nothing was written."""
    with pytest.raises(ToolError) as refused:
        require_one_environment("second", _URL, "main", _repository(tmp_path, legacy=text, broken="realm: ["))
    said = str(refused.value)
    assert said.startswith(f"realm 'main' at {_URL} is that of environments/legacy.yaml already: nothing was written: ")
    assert remedy in said
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "url", "realm"),
    [("legacy", _URL, "main"), ("second", "https://other.example.com", "main"), ("second", _URL, "other")],
)
def test_taken(name: str, url: str, realm: str, tmp_path: Path) -> None:
    """The environment itself may be written anew, and a realm of another server or name is another one."""
    require_one_environment(name, url, realm, _repository(tmp_path, legacy=_LEGACY, broken="realm: ["))
