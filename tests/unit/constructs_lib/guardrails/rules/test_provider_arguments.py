"""What Keycloak's provider is told beside where the server is and who logs in."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rules.state.provider_arguments import ProviderArguments
from constructs_lib.guardrails.terraform.configuration import Configuration

pytestmark = pytest.mark.unit


def found(**arguments: Any) -> list[tuple[str, Level]]:  # noqa: ANN401 - JSON
    """Return what is wrong with a provider that has some arguments, and what it does."""
    configuration = Configuration({"stack": {"provider": {"keycloak": [arguments]}}})
    rule = ProviderArguments()
    return [(each.fault.partition(" is set")[0], each.level or rule.level) for each in rule.judge(configuration)]


@pytest.mark.parametrize(
    ("arguments", "level"),
    [
        ({"additional_headers": {"Host": "evil.example"}}, Level.ERROR),
        ({"additional_headers": "${var.headers}"}, Level.ERROR),
        ({"keycloak_version": "20.0.0"}, Level.ERROR),
        ({"red_hat_sso": True}, Level.ERROR),
        ({"red_hat_sso": "${var.x}"}, Level.ERROR),
        ({"an_argument_of_tomorrow": "x"}, Level.ERROR),
        ({"root_ca_certificate": "-----BEGIN CERTIFICATE-----"}, Level.WARNING),
    ],
)
def test_what_rules_do_not_judge_is_named(arguments: dict[str, Any], level: Level) -> None:
    """Whatever is not known is an error; an authority of a company's own is a warning."""
    assert found(url="https://sso.example.com", **arguments) == [(next(iter(arguments)), level)]


def test_where_the_server_is_and_who_logs_in_passes() -> None:
    """Credentials, addresses and what is left out are none of this rule's."""
    assert found(url="https://sso.example.com", client_id="deployer", client_timeout=120, realm="master") == []
    assert found(additional_headers={}, red_hat_sso=False, keycloak_version=None) == []
