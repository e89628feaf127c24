"""What runs at a plan or an apply, and blocks that no rule reads."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.state.blocks import Blocks
from constructs_lib.guardrails.rules.state.data_programs import DataPrograms
from constructs_lib.guardrails.rules.state.modules import Modules
from constructs_lib.guardrails.rules.state.provisioners import Provisioners
from constructs_lib.guardrails.terraform.configuration import Configuration
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("block", [{"local-exec": {"command": "id"}}, [{"remote-exec": {"inline": ["id"]}}]])
def test_provisioners_are_refused(block: object) -> None:
    """A program that an apply starts is named, on any resource."""
    resources = {"null_resource.Run": {"provisioner": block}, "keycloak_role.R": {"name": "r", "provisioner": block}}

    assert faults_of(Provisioners(), resources) == [
        "null_resource: it has a provisioner",
        "keycloak_role: it has a provisioner",
    ]


def test_provisioners_of_other_kinds_are_refused() -> None:
    """Connections are for provisioners, and actions start programs too."""
    assert faults_of(
        Provisioners(), {"null_resource.Run": {"connection": {"host": "h"}}}, action={"local_command": {}}
    ) == [
        "null_resource: it has a connection",
        "action 'local_command': it runs at an apply",
    ]


def test_provisioners_none_passes() -> None:
    """A resource without them passes."""
    assert faults_of(Provisioners(), {"null_resource.Run": {"triggers": {"a": "b"}}}) == []


@pytest.mark.parametrize(
    ("section", "json"),
    [
        ("data", {"external": {"Run": {"program": ["id"]}}}),
        ("data", {"http": {"Ask": {"url": "https://example.com"}}}),
        ("ephemeral", {"shell_script": {"Run": {}}}),
        ("check", {"c": {"data": {"http": {"Ask": {"url": "https://example.com"}}}}}),
        ("data", {"local_file": {"Read": {"filename": "/proc/self/environ"}}}),
    ],
)
def test_data_programs_are_refused(section: str, json: dict[str, Any]) -> None:
    """What runs or is asked at a plan is named, those within checks too."""
    (violation,) = DataPrograms().judge(Configuration({"stack": {section: json}}))

    assert violation.level is None
    assert violation.fault.startswith("it reads '")


@pytest.mark.parametrize(("section", "kind"), [("data", "vault_generic_secret"), ("ephemeral", "keycloak_tomorrow")])
def test_data_of_other_providers_is_a_warning(section: str, kind: str) -> None:
    """What another provider reads is not judged by any rule, nor what no known one of Keycloak's reads."""
    (violation,) = DataPrograms().judge(Configuration({"stack": {section: {kind: {"S": {}}}}}))

    assert str(violation.level) == "warning"


def test_data_programs_none_passes() -> None:
    """Keycloak's own data, and other stacks' outputs, pass."""
    data = {"keycloak_role": {"R": {"name": "r"}}, "terraform_remote_state": {"S": {"backend": "pg"}}}

    assert faults_of(DataPrograms(), data=data) == []


@pytest.mark.parametrize("source", ["./local", "http://example.com/m.zip", "git::https://example.com/m.git"])
def test_modules_are_refused(source: str) -> None:
    """A module is named, wherever it comes from."""
    assert faults_of(Modules(), module={"m": {"source": source}}) == ["module 'm': no rule reads what it makes"]


def test_modules_none_passes() -> None:
    """A stack of resources passes."""
    assert faults_of(Modules(), {"keycloak_realm.R": {"realm": "ml"}}) == []


@pytest.mark.parametrize(
    ("json", "fault"),
    [
        ({"import": [{"to": "keycloak_role.R", "id": "ml/1"}]}, "it has a block 'import'"),
        ({"check": {"c": {"data": {"keycloak_realm": {"Z": {}}}}}}, "it has a block 'check'"),
        (
            {"removed": [{"from": "terraform_data.Gone", "provisioner": [{"local-exec": {"command": "id"}}]}]},
            "a block 'removed' has 'provisioner'",
        ),
        ({"removed": {"from": "a.b", "connection": {}}}, "a block 'removed' has 'connection'"),
        ({"terraform": {"encryption": {"key_provider": {}}}}, "it has a block 'terraform' with 'encryption'"),
        ({"something_new": {}}, "it has a block 'something_new'"),
    ],
)
def test_blocks_that_no_rule_reads_are_refused(json: dict[str, Any], fault: str) -> None:
    """A block of a kind that the guardrails do not know is named."""
    assert faults_of(Blocks(), **json) == [f"stack 'stack': {fault}"]


def test_blocks_of_a_stack_pass() -> None:
    """What the CDK writes passes, a removal that does nothing else as well."""
    json: dict[str, Any] = {
        "//": {},
        "terraform": {"backend": {"local": {}}, "required_providers": {}, "required_version": ">= 1.5"},
        "removed": [{"from": "keycloak_role.R", "lifecycle": {"destroy": False}}],
        "moved": [{"from": "a.b", "to": "a.c"}],
        "locals": {},
    }
    assert faults_of(Blocks(), **json) == []
