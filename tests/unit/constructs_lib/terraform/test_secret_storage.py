"""Where clients' secrets are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.synthesis import NEWEST, Synthesized

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

JWKS_URL = "https://keyed.example.com/jwks"
SECRETS = {
    "consumers": {
        "batch": {"every_model": True, "auth": {"method": "client_secret", "credentials": ["blue", "green"]}},
        "keyed": {"every_model": True, "auth": {"method": "private_key_jwt", "jwks_url": JWKS_URL}},
    },
    "applications": {
        "portal": {"type": "confidential", "redirect_uris": ["https://portal.example.com/cb"], "secret_rotation": 3},
        "notebook": {"redirect_uris": ["https://notebook.example.com/cb"]},
    },
}


def build(features: ProviderFeatures, **values: object) -> Synthesized:
    """Synthesize one of everything that has a secret."""
    return build_declaration(declare(**{**SECRETS, **values}), features)


def client(stack: Synthesized, part: str) -> dict[str, Any]:
    """Return the client of one part of the construct."""
    clients = stack.json["resource"]["keycloak_openid_client"].items()
    ((_, found),) = [(name, body) for name, body in clients if part in name]
    return dict(found)


def local(stack: Synthesized, part: str) -> tuple[str, object]:
    """Return a local value with its name."""
    ((name, value),) = [item for item in stack.json["locals"].items() if part in item[0]]
    return name, value


def test_state_storage_emits_nothing_new() -> None:
    """Variables that are not ephemeral, `client_secret`, and no word of Terraform's version."""
    stack = build(NEWEST, secret_storage="state")
    assert [name for name, variable in stack.json["variable"].items() if "ephemeral" in variable] == []
    assert "required_version" not in stack.json["terraform"]
    assert "_wo" not in stack.text


def test_write_only_variables_are_ephemeral() -> None:
    """Neither plan nor state may hold a client's secret; a first password has no write-only argument to go to."""
    stack = build(
        NEWEST,
        secret_storage="write_only",
        people={"ada": {"email": "ada@example.com", "first_name": "Ada", "last_name": "L"}},
    )
    assert {name: variable.get("ephemeral", False) for name, variable in stack.json["variable"].items()} == {
        "ada_initial_password": False,
        "batch_client_secret": True,
        "batch_green_client_secret": True,
        "portal_client_secret": True,
        "scorer_client_secret": True,
    }
    assert stack.json["terraform"]["required_version"] == ">= 1.11"


@pytest.mark.parametrize(
    ("part", "secret", "version"),
    [("ApiClient", "${var.scorer_client_secret}", "2"), ("portal", "${var.portal_client_secret}", "3")],
)
def test_write_only_client_has_a_declared_version(part: str, secret: str, version: str) -> None:
    """A client gets its secret by the write-only argument alone, its version by the declared counter."""
    stack = build(NEWEST, secret_storage="write_only", api={"client_id": "scorer", "secret_rotation": 2})
    arguments = {name: value for name, value in client(stack, part).items() if name.startswith("client_secret")}
    assert arguments == {"client_secret_wo": secret, "client_secret_wo_version": version}


def test_write_only_consumers_have_secrets_by_name() -> None:
    """Of all consumers' clients, those with a secret get it and its version; the others get null."""
    stack = build(NEWEST, secret_storage="write_only")
    values, secrets = local(stack, "Consumers_Secrets_")
    versions, counters = local(stack, "SecretVersions")
    assert secrets == {
        "batch": "${var.batch_client_secret}",
        "batch-green": "${var.batch_green_client_secret}",
    }
    assert counters == {"batch": "1", "batch-green": "1"}
    arguments = {name: value for name, value in client(stack, "_Consumers_").items() if "secret" in name}
    assert arguments == {
        "client_secret_wo": f"${{try(local.{values}[each.key], null)}}",
        "client_secret_wo_version": f"${{try(local.{versions}[each.key], null)}}",
    }


def test_public_application_has_no_secret() -> None:
    """A public client has neither argument."""
    assert [name for name in client(build(NEWEST, secret_storage="write_only"), "notebook") if "secret" in name] == []
