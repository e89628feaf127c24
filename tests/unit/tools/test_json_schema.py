"""The JSON Schemas of the environment files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from stacks.yaml_document import read_yaml
from tools.json_schema import schemas, write_schemas
from tools.project import ROOT

pytestmark = pytest.mark.unit

FOLDER = ROOT / "environments"
FILES = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.yaml"))
ENVIRONMENT, TEAM = "environment.schema.json", "team.schema.json"


def schema_of(file: Path) -> Path:
    """Return where a file's schema stands, seen from the file's folder."""
    return Path("../..") / TEAM if file.parent.name == "teams" else Path(ENVIRONMENT)


def faults(schema: str, data: object) -> list[str]:
    """Return what a schema says against data."""
    content: dict[str, Any] = json.loads(schemas()[schema])
    Draft7Validator.check_schema(content)
    return sorted(error.message for error in Draft7Validator(content).iter_errors(data))


@pytest.mark.parametrize(
    ("schema", "data", "message"),
    [
        (
            ENVIRONMENT,
            {"realms": {"name": "x"}},
            "Additional properties are not allowed ('realms' was unexpected)",
        ),
        (
            ENVIRONMENT,
            {"realm": {"nam": "x"}},
            "Additional properties are not allowed ('nam' was unexpected)",
        ),
        (
            TEAM,
            {"consumers": {"batch": {"grnts": {}}}},
            "Additional properties are not allowed ('grnts' was unexpected)",
        ),
        (TEAM, {"realm": {"name": "x"}}, "Additional properties are not allowed ('realm' was unexpected)"),
        (TEAM, {"applications": {"ui": {}}}, "'redirect_uris' is a required property"),
        (ENVIRONMENT, {"realm": {"enabled": "no"}}, "'no' is not of type 'boolean'"),
    ],
)
def test_misspelt_or_missing_key_is_marked(schema: str, data: object, message: str) -> None:
    """An editor marks a key that nobody reads, a value of the wrong kind, and what a team's file lacks."""
    assert faults(schema, data) == [message]


@pytest.mark.parametrize(
    ("schema", "data", "value", "path"),
    [
        (ENVIRONMENT, {"realm": {"name": "a/b"}}, "a/b", ["realm", "name"]),
        (ENVIRONMENT, {"realm": {"lifespans": {"access_token": "5"}}}, "5", ["realm", "lifespans", "access_token"]),
        (ENVIRONMENT, {"realm": {"lifespans": {"access_token": "0m"}}}, "0m", ["realm", "lifespans", "access_token"]),
        (ENVIRONMENT, {"models": {"/fraud": {}}}, "/fraud", ["models"]),
        (ENVIRONMENT, {"teams": {"Risk": {}}}, "Risk", ["teams"]),
        (ENVIRONMENT, {"gateway": {"listen": "localhost"}}, "localhost", ["gateway", "listen"]),
        (TEAM, {"consumers": {"team.batch": {}}}, "team.batch", ["consumers"]),
        (TEAM, {"groups": {"g": {"fraud*": ["predict"]}}}, "fraud*", ["groups", "g"]),
        (TEAM, {"groups": {"g": {"*": ["Predict"]}}}, "Predict", ["groups", "g", "*", 0]),
    ],
)
def test_wrong_name_or_value_is_marked(schema: str, data: object, value: str, path: list[str | int]) -> None:
    """An editor marks a name, key or duration that breaks its rule, at its place and with the rule's own sentence."""
    (fault,) = Draft7Validator(json.loads(schemas()[schema])).iter_errors(data)
    assert (fault.instance, list(fault.absolute_path), fault.validator) == (value, path, "pattern")
    assert isinstance(fault.schema, dict)
    assert fault.schema["patternErrorMessage"]


def test_no_mapping_takes_any_key() -> None:
    """Where keys have a pattern, a key that breaks it is not passed over."""
    for text in schemas().values():
        assert "patternProperties" not in text


@pytest.mark.parametrize("schema", [ENVIRONMENT, TEAM])
@pytest.mark.parametrize(
    "auth",
    [{"method": "password"}, {"method": "mtls", "subject": "CN=x"}, {"method": "private_key_jwt", "jwk": "{}"}],
)
def test_unknown_authentication_is_marked(schema: str, auth: dict[str, str]) -> None:
    """An unknown method, or a key of another method, is wrong in both kinds of files."""
    assert len(faults(schema, {"consumers": {"batch": {"auth": auth}}})) == 1


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_file_of_the_project_is_valid(file: Path) -> None:
    """What can be deployed is marked nowhere, files that extend another and shared ones included."""
    document = read_yaml(FOLDER / file, shown_as=file)
    assert faults(schema_of(file).name, document.data) == []


@pytest.mark.parametrize("file", FILES, ids=str)
def test_every_file_names_its_schema(file: Path) -> None:
    """Editors find the schema by the first line."""
    first = (FOLDER / file).read_text(encoding="utf-8").splitlines()[0]
    assert first.removeprefix("# yaml-language-server: $schema=") == (
        str(schema_of(file)) if file.parent.name == "teams" else f"./{schema_of(file)}"
    )


def test_partial_values_are_left_to_the_shared_file() -> None:
    """An environment may say what differs alone, one value of a backend or a consumer's key included."""
    data = {
        "extends": "_base",
        "backend": {"schema_name": "states"},
        "consumers": {"batch": {"auth": {"jwks_url": "https://batch.example.com/jwks"}}},
    }
    assert faults(ENVIRONMENT, data) == []


def test_every_key_is_described() -> None:
    """Each key that an editor offers has a sentence."""
    for text in schemas().values():
        content = json.loads(text)
        for schema in (content, *content["$defs"].values()):
            undescribed = [name for name, value in schema.get("properties", {}).items() if "description" not in value]
            assert undescribed == []


@pytest.mark.parametrize("name", [ENVIRONMENT, TEAM])
def test_committed_schema_is_current(name: str) -> None:
    """The files say what the types say."""
    assert (FOLDER / name).read_text(encoding="utf-8") == schemas()[name], "run `make schema`, and commit the result"


def test_schemas_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    """Writing gives exactly the two files."""
    write_schemas(tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == schemas()
