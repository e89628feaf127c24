"""An environment with several APIs: its outputs, its gateways' files, and what contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.finding_places import declared_path
from stacks.gateway_files import write_gateways
from stacks.stack_names import StackNames
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.synthesis import synthesize_stacks
from tools.errors import ToolError
from tools.gateway import gateway_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

HEAD = """\
keycloak: {url: http://127.0.0.1:8080}
realm: {name: company}
"""
APIS = """\
apis:
  scoring: {client_id: model-api}
  features: {client_id: feature-store}
models:
  fraud: {api: scoring}
  users: {api: features}
"""


def written(folder: Path, text: str) -> EnvironmentFiles:
    """Write an environment's file."""
    environments = folder / "environments"
    environments.mkdir()
    (environments / "company.yaml").write_text(text, encoding="utf-8")
    return EnvironmentFiles(environments)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            f"{HEAD}api: {{client_id: scorer}}\n{APIS}",
            "environments/company.yaml:4: apis: write api, for one API, or apis, for several: move api to apis.scorer",
        ),
        (
            f"{HEAD}{APIS}gateway: {{listen: '127.0.0.1:8095'}}\n",
            (
                "environments/company.yaml:9: gateway: each of several APIs has a gateway of its own: write "
                "apis.<name>.gateway in its place"
            ),
        ),
        (
            f"{HEAD}{APIS.replace('{api: scoring}', '{}')}",
            (
                "environments/company.yaml:7: realm 'company', model 'fraud': say which API serves it: add api, one of "
                "scoring, features"
            ),
        ),
        (HEAD, "environments/company.yaml:1: key 'api' is required: add it"),
    ],
    ids=["both", "gateway", "model", "none"],
)
def test_contradiction_is_one_line(tmp_path: Path, text: str, line: str) -> None:
    """What contradicts several APIs is said with its line, and with what to write."""
    with pytest.raises(EnvironmentFileError) as caught:
        written(tmp_path, text).load("company")
    assert [found for found in caught.value.lines if line.split(": ", 1)[1] in found] == [line]


@pytest.mark.parametrize(
    ("one", "other"), [("urn:example:x", "urn:example:x"), ("https://m.example.com/", "https://m.example.com")]
)
def test_audience_of_two_apis_names_both_lines(tmp_path: Path, one: str, other: str) -> None:
    """Where two APIs share an audience, as gateways read it, both lines are named."""
    text = HEAD + APIS.replace("model-api}", f"model-api, audience: '{one}'}}").replace(
        "feature-store}", f"feature-store, audience: '{other}'}}"
    )
    with pytest.raises(EnvironmentFileError) as caught:
        written(tmp_path, text).load("company")
    (line,) = caught.value.lines
    assert line.startswith(f"environments/company.yaml:5: realm 'company': audience '{other}' is already declared")
    assert "environments/company.yaml:4" in line


def test_outputs_start_with_the_name_of_the_api() -> None:
    """Each API has its own outputs, and those of the realm are as ever."""
    (stack,) = synthesize_stacks("company", page_environment("several-apis")).values()
    outputs = {name for name in stack.json["output"] if not name.startswith("cross-stack")}
    assert {
        "features_audience",
        "features_client_id",
        "features_client_secret",
        "scoring_audience",
        "scoring_client_id",
        "scoring_client_secret",
    } == {name for name in outputs if name.startswith(("features_", "scoring_"))}
    assert {"issuer", "token_endpoint"} < outputs
    assert not {"client_id", "audience", "client_secret"} & outputs


def test_api_may_be_called_as_a_client_is(tmp_path: Path) -> None:
    """Its own client, or a consumer: the variable and the output with their secrets have one name then."""
    consumer = "consumers:\n  features: {grants: {fraud: [predict]}}\n"
    text = HEAD.replace("company}", "company, login: {verify_email: false}}") + APIS.replace("model-api", "scoring")
    (stack,) = synthesize_stacks("company", written(tmp_path, text + consumer).load("company")).values()
    secrets = {f"{name}_client_secret" for name in ("scoring", "features", "feature_store")}
    assert secrets <= stack.json["variable"].keys()
    assert {
        name: output["value"] for name, output in stack.json["output"].items() if name.endswith("client_secret")
    } == {
        "scoring_client_secret": "${var.scoring_client_secret}",
        "features_client_secret": "${var.feature_store_client_secret}",
    }


def test_each_api_has_files_of_its_own(tmp_path: Path) -> None:
    """A folder for each API, with the presets that it lists."""
    write_gateways({"company": page_environment("several-apis")}, tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()) == [
        "gateways/company/features/envoy/envoy.yaml",
        "gateways/company/features/fastapi/model_access.py",
        "gateways/company/scoring/envoy/envoy.yaml",
        "gateways/company/scoring/fastapi/model_access.py",
    ]


@pytest.mark.parametrize(
    ("api", "message"),
    [
        (None, "environment 'company' has several APIs: name one by API=scoring; there are scoring, features"),
        ("scorin", "environment 'company' has no API 'scorin': did you mean 'scoring'?"),
    ],
)
def test_gateway_of_one_of_several_apis_is_named(tmp_path: Path, api: str | None, message: str) -> None:
    """The command asks which API is meant, and offers the nearest."""
    written(tmp_path, HEAD + APIS)
    with pytest.raises(ToolError) as caught:
        gateway_files("company", "envoy", overrides={"api": api}, process_environment={"ENVIRONMENTS": str(tmp_path)})
    assert (str(caught.value), caught.value.exit_code) == (message, 2)


def test_gateway_of_an_api_is_written(tmp_path: Path) -> None:
    """Named, its files are those of that API, with its own settings."""
    written(tmp_path, HEAD + APIS)
    files = gateway_files(
        "company", "envoy", overrides={"api": "features"}, process_environment={"ENVIRONMENTS": str(tmp_path)}
    )
    assert "feature-store" in files["envoy.yaml"]
    assert "model-api" not in files["envoy.yaml"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("company/Security/Realm/Apis/scoring/ApiClient/Client", ("apis", "scoring")),
        ("company/Security/Realm/Apis/features/AccessRole/Role", ("apis", "features")),
        ("company/Security/Models/Apis/scoring/EveryModel-predict", ("apis", "scoring")),
        ("company/Security/Realm/AccessTokenScope/roles-scoring", ("apis",)),
    ],
)
def test_finding_of_an_api_leads_to_its_keys(path: str, expected: tuple[str, ...]) -> None:
    """Guardrails name the line of the API that a construct belongs to."""
    assert declared_path(StackNames("company"), page_environment("several-apis"), path) == expected
