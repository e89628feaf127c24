"""The realm of an environment that others use is not destroyed by the way, and belongs to one environment alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import cdk
from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.environment import Environment
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.environment_stack import EnvironmentStack
from stacks.protection import DESTROY_VARIABLE
from tests.support.declarations.synthesis import synthesize

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

FEATURES_5_9 = ProviderFeatures.of("5.9.0", terraform="1.11.4")
HTTPS, LOOPBACK = "https://sso.example.com", "http://127.0.0.1:8080"
FILE = """\
keycloak: {url: "https://sso.example.com"}
realm: {name: ml, login: {verify_email: false}}
api: {client_id: scorer}
"""


def stack_of(url: str, features: ProviderFeatures, **more: object) -> dict[str, Any]:
    """Return the Terraform JSON of an environment named `prod`."""
    data = {
        "keycloak": {"url": url},
        "realm": {"name": "ml", "ssl_required": "external", "login": {"verify_email": False}},
        "api": {"client_id": "scorer"},
    }
    checked = CheckedDeclaration(Environment.model_validate({**data, **more}), features)
    return synthesize(EnvironmentStack(cdk.Testing.app(), "prod", checked=checked)).json


def protection_of(json: dict[str, Any]) -> tuple[object, object]:
    """Return what Terraform, and what the provider, is told of the realm's end."""
    (realm,) = json["resource"]["keycloak_realm"].values()
    return realm["lifecycle"].get("prevent_destroy"), realm.get("terraform_deletion_protection")


@pytest.mark.parametrize(
    ("url", "features", "allowed", "expected"),
    [
        (HTTPS, ProviderFeatures(), "", (True, None)),
        (HTTPS, FEATURES_5_9, "", (True, True)),
        (HTTPS, FEATURES_5_9, "staging", (True, True)),
        (HTTPS, FEATURES_5_9, "prod", (None, None)),
        (LOOPBACK, FEATURES_5_9, "", (None, None)),
    ],
    ids=["4.5.0", "5.9.0", "another may be destroyed", "it may be destroyed", "on this machine"],
)
def test_realm_is_protected_outside_loopback(
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    features: ProviderFeatures,
    allowed: str,
    expected: tuple[object, object],
) -> None:
    """Terraform refuses to destroy the realm, unless the variable names this very environment."""
    monkeypatch.setenv(DESTROY_VARIABLE, allowed)
    assert protection_of(stack_of(url, features)) == expected


@pytest.mark.parametrize("given", [{}, {"KEYCLOAK_URL": "http://127.0.0.1:9090", "KEYCLOAK_CLIENT_SECRET": "x"}])
def test_realm_of_a_keycloak_of_ones_own_is_protected(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> None:
    """It is, on this machine too: by what the file says, or by the address that the caller gave."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    json = stack_of(LOOPBACK, FEATURES_5_9, keycloak={"url": LOOPBACK, "start": bool(given)})
    assert protection_of(json) == (True, True)


@pytest.mark.parametrize(
    ("features", "backend", "expected"),
    [
        (ProviderFeatures(), {"type": "local"}, ">= 1.5"),
        (ProviderFeatures(), {"type": "s3", "bucket": "b", "region": "r"}, ">= 1.10"),
        (FEATURES_5_9, {"type": "s3", "bucket": "b", "region": "r"}, ">= 1.11"),
    ],
)
def test_stack_says_which_terraform_it_needs(
    features: ProviderFeatures, backend: dict[str, str], expected: str
) -> None:
    """Terraform of another version stops before it reads anything else."""
    assert stack_of(HTTPS, features, backend=backend)["terraform"]["required_version"] == expected


def test_two_environments_of_one_realm_are_refused(tmp_path: Path) -> None:
    """Each would take back what the other declares: both files are named, however the server's URL is written."""
    folder = tmp_path / "environments"
    folder.mkdir()
    (folder / "_base.yaml").write_text(FILE, encoding="utf-8")
    (folder / "prod.yaml").write_text(FILE, encoding="utf-8")
    (folder / "blue.yaml").write_text(FILE.replace("example.com", "EXAMPLE.com:443"), encoding="utf-8")
    (folder / "test.yaml").write_text("extends: _base.yaml\n", encoding="utf-8")
    (folder / "other.yaml").write_text(FILE.replace("name: ml", "name: other"), encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load_all()
    clash = "realm 'ml' at https://sso.example.com is that of environments/blue.yaml:2 too"
    remedy = "name another realm, or another server"
    assert caught.value.lines == (
        f"environments/prod.yaml:2: {clash}: {remedy}",
        f"environments/test.yaml: {clash}: {remedy}",
    )


def test_removed_key_says_what_took_its_place(tmp_path: Path) -> None:
    """`dynamodb_table` is no mistake in spelling."""
    folder = tmp_path / "environments"
    folder.mkdir()
    backend = "backend: {type: s3, bucket: b, region: r, dynamodb_table: t}\n"
    (folder / "prod.yaml").write_text(FILE + backend, encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("prod")
    assert str(caught.value) == (
        "environments/prod.yaml:4: unknown key 'backend.dynamodb_table': remove it: a file in the bucket locks the "
        "state (use_lockfile), which Terraform 1.11 recommends"
    )
