"""What newcomers write first, and what they are told to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

BASE = """\
keycloak: {url: 'http://localhost:8080'}
realm: {name: mine}
api: {client_id: my-api}
external_people: true
"""
SECRET = "remove it: the secret is the variable TF_VAR_<client_id>_client_secret"
PASSWORD = "remove it: a first password is the variable TF_VAR_<username>_initial_password"
CONSUMER = (
    "remove it (allowed: auth, description, access_token_lifespan, dpop, grants, every_model, exchange, renamed_from)"
)
MEMBERS = "a group has grants alone, and each person names its groups: write people.<username>.groups"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("models: [spam]", "models: write a mapping of keys, 'name:' on each line, in place of the list"),
        ("models: {spam: }", "models.spam: write a mapping of keys, or {} for the defaults, got nothing"),
        ("consumers: {batch: {client_secret: canary}}", f"unknown key 'consumers.batch.client_secret': {SECRET}"),
        ("consumers: {batch: {auth: {secret: canary}}}", "key 'consumers.batch.auth.method' is required: add it"),
        (
            "consumers: {batch: {auth: {method: client_secret, secret: canary}}}",
            f"unknown key 'consumers.batch.auth.secret': {SECRET}",
        ),
        (
            "people: {ada: {email: a@example.com, first_name: A, last_name: L, password: canary}}",
            f"unknown key 'people.ada.password': {PASSWORD}",
        ),
        (
            "groups: {g: {grants: {spam: [predict]}}}",
            "groups.g.grants: a group is its grants: write the models here, without 'grants'",
        ),
        ("groups: {g: {members: [ada]}}", f"realm 'mine', group 'g': unknown model 'members': {MEMBERS}"),
        (
            "consumers: {batch: {grants: {spam: predict}}}",
            "consumers.batch.grants.spam: write a list, '- item' on each line",
        ),
        (
            "exemptions: [{rule: KC-PASSWORD-GRANT, resource: mine, reason: local dev}]",
            "exemptions.0.reason: say why in at least 3 different words of two letters or more, got 2",
        ),
        (
            "consumers: {factory-line: {credential: canary}}",
            f"unknown key 'consumers.factory-line.credential': {CONSUMER}",
        ),
        ("consumers: {auth: {credential: canary}}", f"unknown key 'consumers.auth.credential': {CONSUMER}"),
        (
            "consumers: {batch: {auth: {method: mtls, subject_dn: CN=x, thumb: canary}}}",
            "unknown key 'consumers.batch.auth.thumb': remove it (allowed: method, subject_dn)",
        ),
        ("\tmodels: {}", "not valid YAML: this is a tab: use spaces"),
    ],
)
def test_message_says_what_to_write(tmp_path: Path, text: str, message: str) -> None:
    """One line, with the line of the file; what may be a secret is not repeated."""
    (tmp_path / "mine.yaml").write_text(f"{BASE}{text}\n", encoding="utf-8")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(tmp_path, features=ProviderFeatures()).load("mine")

    (line,) = caught.value.lines
    assert line.startswith(f"{tmp_path.name}/mine.yaml:5: {message}")
    assert "canary" not in line
