"""The list of what is taken over is of one realm, and of these very objects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tools.adopt.import_list import ImportList, import_list_file
from tools.errors import ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

_LIST = ImportList(
    "main",
    "r-1",
    {("keycloak_user", "u-1"): "person 'ada'"},
    frozenset({"keycloak_user.Ada"}),
    {"keycloak_user_roles.Ada": {"role_ids": ["1"], "exhaustive": False}},
)


class _Realm:
    def __init__(self, name: str, id_: str) -> None:
        self.realm, self._id = name, id_

    def read(self, path: str) -> Any:  # noqa: ANN401 - as the Admin API answers
        assert path == ""
        return {"id": self._id}


@pytest.mark.parametrize(
    ("type_", "id_", "realm", "expected"),
    [
        ("keycloak_user", "u-1", _Realm("main", "r-1"), True),
        ("keycloak_user", "u-2", _Realm("main", "r-1"), False),
        ("keycloak_group", "u-1", _Realm("main", "r-1"), False),
        ("keycloak_user", "u-1", _Realm("other", "r-1"), False),
        ("keycloak_user", "u-1", _Realm("main", "r-2"), False),
    ],
)
def test_has(type_: str, id_: str, realm: Any, expected: bool) -> None:  # noqa: ANN401, FBT001 - a stand-in
    """Another object, or a realm that was made anew by the same name, is not on it."""
    assert _LIST.has(type_, id_, realm) is expected


def test_read(tmp_path: Path) -> None:
    """What is written is what is read."""
    file = import_list_file(tmp_path, "legacy")
    assert ImportList.read(file) is None
    file.write_text(_LIST.text)
    assert ImportList.read(file) == _LIST
    again = replace(_LIST, as_found={"keycloak_user.Ada": {"email": "a@example.com"}}, is_again=True)
    file.write_text(again.text)
    assert ImportList.read(file) == again


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"objects": [1], "realm": "main", "realm_id": "1"}'])
def test_no_list(text: str, tmp_path: Path) -> None:
    """A file that is none is refused in one line, not passed over."""
    file = import_list_file(tmp_path, "legacy")
    file.write_text(text)
    with pytest.raises(ToolError) as refused:
        ImportList.read(file)
    assert (refused.value.exit_code, "legacy.imports.json" in str(refused.value)) == (2, True)
