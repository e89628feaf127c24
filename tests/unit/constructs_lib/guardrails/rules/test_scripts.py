"""Scripts that write into tokens."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib.guardrails.rules.tokens.scripts import Scripts
from tests.support.declarations.generic_mappers import GENERIC, generic
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


CONSTANT = "oidc-hardcoded-claim-mapper"


@pytest.mark.parametrize(
    ("resource_type", "arguments", "fault"),
    [
        ("keycloak_openid_script_protocol_mapper", {"script": "exports = 1"}, "it runs a script"),
        ("keycloak_saml_script_protocol_mapper", {"script": "exports = 1"}, "it runs a script"),
        ("keycloak_openid_client_js_policy", {"code": "$evaluation.grant()"}, "it runs a script"),
        (GENERIC, generic("script-roles.js"), "it runs the script 'script-roles.js'"),
        (
            GENERIC,
            generic("oidc-script-based-protocol-mapper"),
            "it runs the script 'oidc-script-based-protocol-mapper'",
        ),
        (
            GENERIC,
            {**generic("saml-javascript-mapper"), "protocol": "saml"},
            "it runs the script 'saml-javascript-mapper'",
        ),
        ("keycloak_authentication_execution", {"authenticator": "script-a.js"}, "it runs the script 'script-a.js'"),
    ],
)
def test_scripts_are_refused(resource_type: str, arguments: dict[str, Any], fault: str) -> None:
    """A script of any kind is named."""
    assert [found.rpartition(": ")[2] for found in faults_of(Scripts(), {f"{resource_type}.S": arguments})] == [fault]


def test_scripts_none_passes() -> None:
    """Mappers and authenticators of Keycloak's own pass."""
    resources = {
        f"{GENERIC}.M": generic(CONSTANT),
        f"{GENERIC}.S": {**generic("saml-role-list-mapper"), "protocol": "saml"},
        "keycloak_authentication_execution.E": {"authenticator": "auth-cookie"},
    }

    assert faults_of(Scripts(), resources) == []
