"""What newcomers write first, and what they are told to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.valid_environment import lines_of_file

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
PASSWORD = "remove it: a first password is the variable TF_VAR_ada_initial_password"
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


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ("groups: {a: {spam: [predict], renamed_from: a}}", "6: realm 'mine', group 'a': it is renamed from itself"),
        (
            "groups: {a: {spam: [predict]}}\nrenamed_groups:\n  a: a",
            "8: realm 'mine', group 'a': it is renamed from itself",
        ),
        ("groups: {a: {spam: [predict], renamed_from: B}}", "6: groups.a.renamed_from: a group name is part of paths"),
        ("groups: {a: {spam: [predict], renamed_from: 5}}", "6: groups.a.renamed_from: write text"),
        (
            "groups: {a: {spam: [predict]}}\nrenamed_groups: {a: B}",
            "7: renamed_groups.a: a group name is part of paths",
        ),
        ("groups: {A: {spam: [predict], renamed_from: b}}", "6: groups.A: a group name is part of paths"),
    ],
)
def test_former_name_of_a_group_is_found_where_it_is_written(tmp_path: Path, groups: str, message: str) -> None:
    """Whichever of the two keys says it: line and key are those of the file, and it is said once."""
    (line,) = lines_of_file(tmp_path, f"{BASE}models: {{spam: {{}}}}\n{groups}\n")
    assert line.startswith(message)


@pytest.mark.parametrize(
    "value",
    [
        "grants: {spam: Summer2024!hunter}",
        "grants: Summer2024!hunter",
        "auth: Summer2024hunter",
        "every_model: Summer2024!",
    ],
)
def test_what_may_be_a_secret_is_not_repeated(tmp_path: Path, value: str) -> None:
    """A value of another type than it should be may have slipped from elsewhere."""
    (line,) = lines_of_file(tmp_path, f"{BASE}models: {{spam: {{}}}}\nconsumers:\n  batch: {{{value}}}\n")
    assert line.startswith("7: consumers.batch.")
    assert "Summer2024" not in line


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("keycloak: ", "1: keycloak: write a mapping of keys, 'url:' at least, got nothing"),
        ("keycloak: [x]", "1: keycloak: write a mapping of keys, 'url:' at least"),
        ("keycloak: http://x", "1: keycloak: write a mapping of keys, 'url:' at least, got 'http://x'"),
        ("realm: ", "1: realm: write a mapping of keys, 'name:' at least, got nothing"),
    ],
)
def test_mapping_that_needs_keys_is_not_advised_empty(tmp_path: Path, key: str, message: str) -> None:
    """`{}` would be refused in turn."""
    others = [line for line in BASE.splitlines() if not line.startswith(key.split(":", maxsplit=1)[0])]
    assert lines_of_file(tmp_path, "\n".join([key, *others])) == [message]
