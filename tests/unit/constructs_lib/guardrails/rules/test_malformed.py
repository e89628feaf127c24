"""What is no block of Terraform's, or says that another construct made it."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules import RULES
from constructs_lib.guardrails.rules.expressions.malformed import Malformed
from constructs_lib.guardrails.terraform.configuration import Configuration

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("json", "place"),
    [
        ({"resource": "x"}, "resource"),
        ({"resource": ["x"]}, "resource"),
        ({"resource": {"keycloak_role": ["x"]}}, "resource.keycloak_role"),
        ({"resource": {"keycloak_role": {"R": ["x"]}}}, "resource.keycloak_role.R"),
        ({"resource": {"keycloak_role": {"R": None}}}, "resource.keycloak_role.R"),
        ({"data": {"keycloak_role": {"R": "x"}}}, "data.keycloak_role.R"),
        ({"terraform": {"backend": "x"}}, "terraform.backend"),
        ({"variable": {"v": "x"}}, "variable.v"),
        ({"output": {"o": "x"}}, "output.o"),
        ({"locals": ["x"]}, "locals"),
        ({"module": "x"}, "module"),
        ({"check": {"c": {"data": "x"}}}, "check.c.data"),
        ({"provider": [["x"]]}, "provider"),
        ({"provider": {"keycloak": "x"}}, "provider.keycloak"),
    ],
)
def test_malformed_blocks_are_refused(json: dict[str, Any], place: str) -> None:
    """What is no block is a finding, and no rule stumbles over it."""
    configuration = Configuration({"stack": json})

    for rule in RULES:
        configuration.violations(rule)

    assert [each.fault for each in configuration.violations(Malformed())] == [f"{place} is no block"]


@pytest.mark.parametrize(
    "resource",
    [
        [{"keycloak_role": {"R": {"name": "r"}}}],
        {"keycloak_role": [{"R": [{"name": "r"}]}]},
        {"keycloak_role": {"R": {"name": "r", "lifecycle": ["x"]}}},
    ],
)
def test_malformed_lists_of_blocks_pass(resource: object) -> None:
    """Lists of blocks are Terraform's other way to write them: they are read."""
    configuration = Configuration({"stack": {"resource": resource}})

    assert [each.text("name") for each in configuration.resources()] == ["r"]
    assert list(Malformed().judge(configuration)) == []


@pytest.mark.parametrize("comment", ["text", {"metadata": "text"}, {"metadata": {"path": 1}}, None])
def test_malformed_comment_is_refused(comment: object) -> None:
    """What stands in place of the CDK's comment is named, and no rule stumbles over it."""
    block = {"//": comment, "name": "r"}
    json = {"resource": {"keycloak_role": {"R": block}}, "data": {"keycloak_role": {"D": block}}}
    configuration = Configuration({"stack": json})
    for rule in RULES:
        configuration.violations(rule)

    found = configuration.violations(Malformed())
    assert [(each.subject.path, each.fault) for each in found] == [
        (f"stack/{name}", "'//' is no comment of the CDK") for name in ("R", "D")
    ]


@pytest.mark.parametrize(
    ("name", "path", "own"),
    [
        ("Security_Realm_071C6A17", "dev/Security/Realm", True),
        ("Ui", "dev/Ui", True),
        ("Ui", "dev/Approved", False),
        ("Security_Realm_071C6A17", "dev/Security/Other", False),
        ("Ui", "dev/Consumers/Client", False),
        ("Security_Realm_071C6A17", "dev", False),
    ],
)
def test_malformed_path_of_another_construct_is_refused(name: str, path: str, *, own: bool) -> None:
    """Rules and exemptions go by the path that the CDK wrote: one that was written over is named."""
    block = {"//": {"metadata": {"path": path}}, "name": "r"}
    found = Configuration({"dev": {"resource": {"keycloak_role": {name: block}}}}).violations(Malformed())
    assert [(each.subject.path, each.fault) for each in found] == (
        [] if own else [(f"dev/{name}", f"'//' names another construct, '{path}'")]
    )
