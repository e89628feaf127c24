"""What an adoption reads and writes: export files, the environment's text, the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from tools.adopt.additions import additions
from tools.adopt.command import bound_roles
from tools.adopt.export_file import imported, read_export
from tools.adopt.page import Adoption, adoption_page
from tools.adopt.writing import environment_text
from tools.errors import ToolError
from tools.runner.plan import Change

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (None, "cannot read"),
        ("realm: main", "is no JSON"),
        ("[]", "is no export of one realm"),
        ('[{"realm": "main"}]', "is no export of one realm"),
        ('{"id": "1"}', "is no export of one realm"),
    ],
)
def test_no_export(text: str | None, fault: str, tmp_path: Path) -> None:
    """A file that is no export of one realm is refused in a line."""
    file = tmp_path / "realm.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ToolError) as refused:
        read_export(file)
    assert (refused.value.exit_code, fault in str(refused.value)) == (2, True), refused.value


def test_realm_is_there(tmp_path: Path) -> None:
    """A realm of this machine's Keycloak is not replaced by an export, and not removed."""

    class Admin:
        def realm_exists(self, name: str) -> bool:
            return name == "main"

    admin: Any = Admin()
    with pytest.raises(ToolError, match="has a realm 'main' already"), imported(admin, {"realm": "main"}, tmp_path):
        pass


@pytest.mark.parametrize("text", ["ROLE", "=fraud:predict", "ROLE="])
def test_no_binding(text: str) -> None:
    """A binding names a role and what it allows."""
    with pytest.raises(ToolError, match="BIND: write <role>=<model>:<action>"):
        bound_roles([text])


def test_bindings() -> None:
    """Several are parted by blanks, by commas, or by the option."""
    assert bound_roles(["A=a:predict, B=b:predict", "C=c:predict"]) == {
        "A": "a:predict",
        "B": "b:predict",
        "C": "c:predict",
    }


def test_text() -> None:
    """The environment's text has the keys in the order of the reference, each list of texts in one line."""
    document = {
        "unmanaged": [{"what": "client portal", "reason": "left alone: a: b"}],
        "kept": {"secrets": ["api"], "settings": {"keycloak_realm": {"main": {"a": None, "b": [], "c": False}}}},
        "realm": {"name": "main"},
        "keycloak": {"url": "http://127.0.0.1:8080"},
        "models": {},
        "api": {"client_id": "api"},
    }
    text = environment_text(document, "main")
    keys = [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert keys == ["keycloak", "realm", "api", "kept", "unmanaged"]
    assert "  secrets: [api]\n" in text
    assert YAML(typ="safe").load(text) == {key: value for key, value in document.items() if value}


def test_page() -> None:
    """The page tells what is taken over and added, what is kept and what it would be, and what is left alone."""
    settings = {"keycloak_realm": {"main": {"revoke_refresh_token": False, "a.b": "x|y"}}}
    page = adoption_page(
        Adoption(
            environment="legacy",
            realm="main",
            document={
                "kept": {"settings": settings},
                "unmanaged": [{"what": "client portal", "reason": "left alone: it speaks saml"}],
            },
            guesses=["Client 'api' was taken for the API."],
            taken_over=["realm 'main'"],
            added=["client scope `ml-base`"],
            ours={("keycloak_realm", "main", "revoke_refresh_token"): True},
            secrets=["smtp_password"],
        )
    )
    for line in (
        "takes over 1 objects, adds 1, changes 0 and destroys none",
        "Client 'api' was taken for the API.",
        "- realm 'main'",
        "- client scope `ml-base`",
        "- `TF_VAR_smtp_password`",
        "| `keycloak_realm` | main | `revoke_refresh_token` | false | true |",
        "| `keycloak_realm` | main | `a.b` | x\\|y | … |",
        "| client portal | it speaks saml |",
    ):
        assert line in page
    assert "What it changes all the same" not in page


def test_page_of_hostile_names() -> None:
    """Who administers the realm writes no link, picture or HTML into the page, which could fold up what follows."""
    hostile = "<details>\r![x](https://evil.example/x.png)"
    page = adoption_page(
        Adoption(
            environment="legacy",
            realm="main",
            document={
                "kept": {
                    "settings": {"keycloak_realm": {"main": {"display_name": hostile, "attributes": {hostile: 1}}}}
                },
                "unmanaged": [{"what": f"client {hostile}", "reason": f"left alone: {hostile}"}],
            },
            guesses=[f"Roles that are no model's: {hostile}."],
            taken_over=[f"role {hostile!r}"],
            changed=[f"role {hostile!r}"],
        )
    )
    assert page.count("evil") == 7
    assert not re.search(r"(?<!\\)[<\[]", page)
    assert "\r" not in page


def test_additions() -> None:
    """What is made is told by its kind and name; what changes is not."""
    changes = [
        Change("a", "keycloak_openid_client_scope", "a", None, ("create",), None, {"name": "ml-base"}),
        Change("b", "keycloak_role", "b", "fraud:predict", ("create",), None, {"client_id": "uuid"}),
        Change("c", "keycloak_realm_localization", "c", None, ("create",), None, {}),
        Change("d", "keycloak_role", "d", None, ("update",), {}, {"name": "x"}),
    ]
    assert list(additions(changes)) == ["client scope `ml-base`", "role `fraud:predict`", "realm localization"]
