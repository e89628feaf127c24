"""What is synthesized is valid for the installed provider, and for the newest known one."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from stacks.backends import LocalBackendProps
from stacks.environment_files import EnvironmentFiles
from stacks.stack_names import StackNames
from tests.support.declarations.page_snippets import page_environment
from tests.support.declarations.provider_schema import NEWEST_SCHEMA, ProviderSchema, schema_file
from tests.support.declarations.synthesis import NEWEST, OLDEST, synthesize_stacks, synthesized_once
from tests.support.declarations.trimmed_schema import trimmed_schema
from tests.support.project.checkout import ROOT
from tests.support.realms.terraform_run import TerraformRun
from tools.bootstrap.bindings import build_bindings
from tools.bootstrap.provider import recorded_provider
from tools.bootstrap.tool_environment import tool_environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

ENVIRONMENTS = EnvironmentFiles().names()
PAGES = (
    "broker-identities",
    "federate-ldap",
    "gateways-for-systems",
    "invite-people",
    "lifespans-and-sessions",
    "second-factor",
    "token-exchange",
    "workload-identity",
)
# The schema calls these required unless they are set, and validation reaches no server.
PROVIDER = {"KEYCLOAK_URL": "http://127.0.0.1:9", "KEYCLOAK_CLIENT_ID": "admin-cli"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> ProviderSchema:
    """Schema of the provider that Terraform resolves here."""
    run = TerraformRun(tmp_path_factory.mktemp("schema"), PROVIDER)
    run.synthesize(EnvironmentFiles().load("dev"))
    return ProviderSchema.load(run.terraform_json("providers", "schema"))


@pytest.fixture(scope="module")
def newest() -> ProviderSchema:
    """Schema of provider 5.9.0."""
    return ProviderSchema.load(NEWEST_SCHEMA)


def test_wrong_argument_would_be_found(installed: ProviderSchema) -> None:
    """The comparison sees an unknown argument, a wrong type and a missing required one."""
    stack = {"resource": {"keycloak_role": {"x": {"realm_id": "r", "nme": "x", "composite_roles": "y"}}, "nope": {}}}
    assert sorted(installed.violations(stack)) == [
        "keycloak_role.x.composite_roles: str is no ['set', 'string']",
        "keycloak_role.x.name: required",
        "keycloak_role.x.nme: no such argument",
        "nope: no such resource",
    ]


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_stack_fits_both_providers(name: str, installed: ProviderSchema, newest: ProviderSchema) -> None:
    """Every resource and argument of every stack exists, with the right type, in both provider versions."""
    for stack in synthesized_once(name).values():
        assert installed.violations(stack.json) == []
        assert newest.violations(stack.json) == []


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_write_only_secrets_fit_the_newest_provider(name: str, newest: ProviderSchema) -> None:
    """Write-only, every argument exists in 5.9.0, and no secret of a client reaches one that a state would keep."""
    environment = EnvironmentFiles().load(name).model_copy(update={"secret_storage": "write_only"})
    stacks = synthesize_stacks(name, environment, NEWEST)
    assert any("client_secret_wo" in stack.text for stack in stacks.values())
    for stack in stacks.values():
        assert newest.violations(stack.json) == []
        assert newest.exposed(stack.json) == []
        assert stack.json["terraform"]["required_providers"]["keycloak"]["version"] == ">= 5.9.0, < 6.0.0"


@pytest.mark.parametrize("page", PAGES)
def test_page_fits_both_providers(page: str, installed: ProviderSchema, newest: ProviderSchema) -> None:
    """What a how-to page declares exists in both versions."""
    for stack in synthesize_stacks("page", page_environment(page), OLDEST).values():
        assert installed.violations(stack.json) == []
        assert newest.violations(stack.json) == []


@pytest.mark.parametrize("page", PAGES)
def test_write_only_secrets_of_a_page_fit_the_newest_provider(page: str, newest: ProviderSchema) -> None:
    """Write-only, what a page declares exists in 5.9.0, and no state keeps a secret of a client or at a provider."""
    environment = page_environment(page, changes={"secret_storage": "write_only"})
    for stack in synthesize_stacks("page", environment, NEWEST).values():
        assert newest.exposed(stack.json) == []
        assert newest.violations(stack.json) == []


def test_exposed_secret_would_be_found(installed: ProviderSchema) -> None:
    """The search follows an ephemeral variable through a local value into an argument."""
    stack = {
        "variable": {"x": {"ephemeral": True}},
        "locals": {"secrets": {"a": "${var.x}"}},
        "resource": {"keycloak_openid_client": {"c": {"client_secret": "${local.secrets[each.key]}", "name": "n"}}},
    }
    assert installed.exposed(stack) == ["keycloak_openid_client.c.client_secret"]


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_terraform_finds_the_stack_valid(name: str, tmp_path: Path) -> None:
    """`terraform validate` accepts every stack."""
    run = TerraformRun(tmp_path, PROVIDER, name=name)
    environment = EnvironmentFiles().load(name).model_copy(update={"backend": LocalBackendProps()})
    run.synthesize(environment)
    for stack in StackNames(name).all(environment):
        assert "The configuration is valid" in run.terraform("validate", stack=stack)


def test_snapshots_hold_with_the_newest_bindings() -> None:
    """Bindings generated from the schema of 5.9.0 synthesize the very same stacks."""
    bindings = build_bindings("5.9.0", NEWEST_SCHEMA, tool_environment(os.environ))
    script = "import importlib.metadata as m, pytest, sys; print(m.version('cdktf-cdktf-provider-keycloak'));"
    result = subprocess.run(
        [sys.executable, "-c", f"{script} sys.exit(pytest.main(['-q', 'tests/unit/stacks/test_stack_snapshots.py']))"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(bindings)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"{len(ENVIRONMENTS)} passed" in result.stdout


def test_committed_schema_is_the_providers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The committed schema of the installed provider is what the provider says, trimmed; so would a new one be made."""
    for variable in [name for name in os.environ if name.startswith("KEYCLOAK_")]:
        monkeypatch.delenv(variable)
    provider = recorded_provider(os.environ)
    assert provider is not None, "run make setup"
    run = TerraformRun(tmp_path, {})
    run.synthesize(EnvironmentFiles().load("dev"))
    full = run.terraform_json("providers", "schema")
    committed = [schema_file(version) for version in ("4.5.0", "5.9.0") if version == provider.version]
    for file in committed:
        assert trimmed_schema(full) == file.read_text(encoding="utf-8")
    assert ProviderSchema.load(trimmed_schema(full)).resources.keys() == ProviderSchema.load(full).resources.keys()
