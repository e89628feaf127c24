"""Secrets by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.guardrails.secrets.names import is_write_only, names_secret, variable_names_secret
from tests.support.declarations.provider_schema import ProviderSchema, schema_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.unit

# Secrets that the provider does not mark as such.
UNMARKED = {"key_password", "keystore_password", "private_key", "signing_private_key"}


def _texts(block: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    for name, attribute in block.get("attributes", {}).items():
        if attribute["type"] == "string":
            yield (*path, name), attribute
    for name, nested in block.get("block_types", {}).items():
        yield from _texts(nested["block"], (*path, name))


@pytest.mark.parametrize("version", ["4.5.0", "5.9.0"])
def test_all_secrets_of_the_provider_are_known(version: str) -> None:
    """What the provider marks as sensitive is a secret by its name, and nothing else is but what it forgot to mark."""
    schema = ProviderSchema.load(schema_file(version))
    found = [each for body in schema.resources.values() for each in _texts(body["block"])]

    assert len([path for path, attribute in found if attribute.get("sensitive")]) >= 6
    assert [path for path, attribute in found if attribute.get("sensitive") and not names_secret(path)] == []
    assert {path[-1] for path, attribute in found if names_secret(path) and not attribute.get("sensitive")} <= UNMARKED
    assert [path for path, attribute in found if is_write_only(path) != bool(attribute.get("write_only"))] == []


@pytest.mark.parametrize("key", ["bindCredential", "bind.credential", "api-key", "smtp.password", "clientSecret"])
def test_settings_are_known_in_every_spelling(key: str) -> None:
    """Keys of `extra_config` and `config` are read as words."""
    assert names_secret(["config", key])


@pytest.mark.parametrize(
    "path",
    [
        ["password_policy"],
        ["client_secret_wo_version"],
        ["extra_config", "jwt.credential.certificate"],
        ["extra_config", "client.secret.creation.time"],
        ["value"],
        [],
    ],
)
def test_settings_about_secrets_are_none(path: list[str]) -> None:
    """What is about a secret is none."""
    assert not names_secret(path)


@pytest.mark.parametrize(
    "name",
    [
        *("smtp_password", "client_secret_of_ui", "API_TOKEN", "bind_credential"),
        *("db_pwd", "ldap_bind_pw", "smtpApikey", "storage_access_key", "ci_bearer", "otp_seed", "ada_recovery_codes"),
    ],
)
def test_secret_variables(name: str) -> None:
    """A variable is a secret wherever the word stands."""
    assert variable_names_secret(name)


@pytest.mark.parametrize(
    "name", ["keycloak_url", "password_policy", "secret_rotation", "token_endpoint", "secretary", "public_key"]
)
def test_other_variables(name: str) -> None:
    """Variables about secrets are none."""
    assert not variable_names_secret(name)
