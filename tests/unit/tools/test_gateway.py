"""The command that prints or writes a gateway's files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constructs_lib.gateways.catalog import PRESETS
from stacks.repository import Repository
from tools.errors import ToolError
from tools.gateway import gateway_files, keycloak_url, print_or_write
from tools.target import load_target

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def _no_local_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What `make deploy` recorded on this machine is not looked at."""
    monkeypatch.setattr(Repository, "dotenv", tmp_path / ".env")


def files(name: str, preset: str, **overrides: str) -> dict[str, str]:
    """Return a gateway's files, with an empty process environment."""
    return gateway_files(name, preset, overrides=overrides, process_environment={})


@pytest.mark.parametrize(
    ("name", "preset", "overrides", "message"),
    [
        ("demo", "envy", {}, "no preset 'envy': did you mean 'envoy'?"),
        ("demo", "", {}, f"name the gateway, such as FOR=envoy; there are {', '.join(sorted(PRESETS))}"),
        ("demmo", "envoy", {}, "no environment 'demmo': did you mean 'demo'?"),
        (
            "demo",
            "envoy",
            {"listen": "localhost"},
            (
                "--listen: a listen address is an IP address and a port, such as '127.0.0.1:8090' or '[::1]:8090', "
                "got 'localhost'"
            ),
        ),
        (
            "demo",
            "envoy",
            {"upstream": "http://models/v1"},
            "--upstream: a server is scheme, host and port, such as 'http://127.0.0.1:8000', got 'http://models/v1'",
        ),
        (
            "demo",
            "envoy",
            {"keycloak_url": "sso.example.com"},
            "--keycloak-url: a URL starts with https:// (or http://) and a host, got 'sso.example.com'",
        ),
        (
            "dev",
            "envoy",
            {},
            (
                "environments/dev.yaml: realm 'example-realm', gateway: no model is declared, "
                "so every request would be refused: add models"
            ),
        ),
    ],
)
def test_bad_input_is_one_line(name: str, preset: str, overrides: dict[str, str], message: str) -> None:
    """A wrong name or value ends with exit code 2, and says what to write."""
    with pytest.raises(ToolError) as caught:
        files(name, preset, **overrides)
    assert (str(caught.value), caught.value.exit_code) == (message, 2)


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A path below a file ends with exit code 1, without a traceback."""
    (tmp_path / "file").touch()
    with pytest.raises(ToolError) as caught:
        print_or_write({"a.yaml": "x"}, tmp_path / "file" / "folder")
    assert str(caught.value).endswith("cannot be written: Not a directory: name a folder of yours by --output")
    assert caught.value.exit_code == 1


def test_options_take_the_place_of_what_is_declared() -> None:
    """Addresses of one machine need not stand in the environment's file."""
    text = files("demo", "envoy", listen="127.0.0.1:9999", upstream="http://10.0.0.1:7777")["envoy.yaml"]
    assert [expected for expected in ("port_value: 9999", "port_value: 7777", "10.0.0.1") if expected not in text] == []


def test_keycloak_url_may_be_given() -> None:
    """The issuer starts with it."""
    text = files("demo", "envoy", keycloak_url="http://127.0.0.1:8181/")["envoy.yaml"]
    assert "issuer: http://127.0.0.1:8181/realms/ml-demo\n" in text


@pytest.mark.parametrize(
    ("name", "variable", "expected"),
    [
        ("demo", "http://127.0.0.1:8181", "http://127.0.0.1:8181"),
        ("demo", "https://sso.example.com", None),
        ("prod", "http://127.0.0.1:8181", None),
        ("prod", "https://sso.internal.example.com", "https://sso.internal.example.com"),
        ("prod", "", None),
    ],
)
def test_terraforms_variable_counts_where_it_can_be_meant(
    name: str, variable: str, expected: str | None, tmp_path: Path
) -> None:
    """A local URL, which Pipenv loads from `.env` into every command, never gets into the files of another place."""
    variables = {"TF_VAR_keycloak_url": variable}
    assert keycloak_url(replace(load_target(name), repository=Repository(tmp_path), variables=variables)) == expected


def test_local_keycloak_is_where_the_record_says(tmp_path: Path) -> None:
    """A local Keycloak on a port of its own is known from `.env`."""
    (tmp_path / ".env").write_text("KEYCLOAK_URL=http://127.0.0.1:8282\nTF_VAR_keycloak_url=${KEYCLOAK_URL}\n")
    assert keycloak_url(replace(load_target("demo"), repository=Repository(tmp_path))) == "http://127.0.0.1:8282"


def test_one_file_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """One file can be redirected; several have a title each."""
    print_or_write({"a.yaml": "x: 1\n"}, None)
    print_or_write({"a.yaml": "x: 1\n", "b.yaml": "y: 2\n"}, None)
    assert capsys.readouterr().out == "x: 1\n# --- a.yaml\nx: 1\n# --- b.yaml\ny: 2\n"


def test_files_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is made, and the files are named."""
    print_or_write({"a.yaml": "x: 1\n"}, tmp_path / "new")
    assert (tmp_path / "new" / "a.yaml").read_text() == "x: 1\n"
    assert capsys.readouterr().out == f"{tmp_path / 'new' / 'a.yaml'}\n"
