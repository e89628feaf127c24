"""Environments that share a realm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

FILE = """keycloak: {url: https://sso.example.com}
realm: {name: corp, owner: elsewhere}
api: {client_id: model-api}
models: {fraud: {}}
consumers:
  batch: {grants: {fraud: [predict]}}
"""


def lines_of(tmp_path: Path, **files: str) -> list[str]:
    """Return what is said of some environments."""
    folder = tmp_path / "environments"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    try:
        EnvironmentFiles(folder).load_all()
    except EnvironmentFileError as error:
        return list(error.lines)
    return []


def test_names_of_both_are_refused(tmp_path: Path) -> None:
    """Each would take over what the other made: both files and lines are named."""
    assert lines_of(tmp_path, dev=FILE, prod=FILE) == [
        (
            "environments/prod.yaml:3: realm 'corp': client 'model-api' is that of environments/dev.yaml:3 too: "
            "set realm.prefix, one of its own in each of the two"
        )
    ]


def test_a_name_that_begins_with_the_prefix_of_another_is_refused(tmp_path: Path) -> None:
    """A prefix does not help where somebody writes another's name."""
    other = FILE.replace("batch", "ml-dev-batch").replace("model-api", "other-api").replace("fraud", "spam")
    dev = FILE.replace("elsewhere", "elsewhere, prefix: ml-dev")
    assert lines_of(tmp_path, dev=dev, prod=other) == [
        (
            "environments/prod.yaml:6: realm 'corp': client 'ml-dev-batch' is that of environments/dev.yaml:6 too: "
            "set realm.prefix, one of its own in each of the two"
        )
    ]


def test_a_prefix_that_begins_another_is_refused(tmp_path: Path) -> None:
    """Nobody could tell whose `ml-dev-x` is."""
    short, long = (FILE.replace("elsewhere", f"elsewhere, prefix: {prefix}") for prefix in ("ml", "ml-dev"))
    assert lines_of(tmp_path, prod=short, dev=long) == [
        (
            "environments/prod.yaml:2: realm 'corp': prefix 'ml' is how that of environments/dev.yaml:2 begins, "
            "'ml-dev': names would not tell whose they are: choose another"
        )
    ]


def test_a_realm_of_ours_is_not_joined(tmp_path: Path) -> None:
    """One of the two says that the realm is its own."""
    own = FILE.replace(", owner: elsewhere", ", login: {verify_email: false}")
    assert lines_of(tmp_path, dev=FILE, prod=own) == [
        (
            "environments/prod.yaml:2: realm 'corp' at https://sso.example.com is that of environments/dev.yaml:2 too: "
            "say owner: elsewhere in both where somebody else owns it, or name another realm or server"
        )
    ]


@pytest.mark.parametrize(
    ("dev", "prod"),
    [
        ("model-api, audience: urn:example:models", "model-api, audience: urn:example:models"),
        ("model-api", "model-api, audience: dev-model-api"),
        ("model-api, audience: prod-batch", "model-api"),
        # Envoy's own filter, by which Istio decides, takes these for the same.
        ("model-api, audience: 'https://models.example.com'", "model-api, audience: 'https://models.example.com/'"),
    ],
)
def test_an_audience_is_of_one_environment(tmp_path: Path, dev: str, prod: str) -> None:
    """Roles have no prefix: whoever may call a model of one would call the other's of the same name."""
    files = {
        name: FILE.replace("elsewhere", f"elsewhere, prefix: {name}").replace("model-api", api)
        for name, api in (("dev", dev), ("prod", prod))
    }
    (line,) = lines_of(tmp_path, **files)
    assert "tokens would open models of the same name" in line
    assert "environments/dev.yaml:" in line
    assert "environments/prod.yaml:" in line


def test_prefixes_keep_environments_apart(tmp_path: Path) -> None:
    """Two environments of one realm."""
    files = {name: FILE.replace("elsewhere", f"elsewhere, prefix: {name}") for name in ("dev", "prod")}
    assert lines_of(tmp_path, **files) == []


def test_a_fault_is_found_where_it_is_written(tmp_path: Path) -> None:
    """Names in the realm have a prefix, and files do not."""
    fault = FILE.replace("elsewhere", "elsewhere, prefix: ml").replace("fraud: [predict]", "frau: [predict]")
    (line,) = lines_of(tmp_path, dev=fault)
    assert line.startswith("environments/dev.yaml:6: realm 'corp', consumer 'batch'")
