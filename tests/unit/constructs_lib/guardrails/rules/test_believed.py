"""An identity provider beside a declaration is believed nothing that is declared."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from tests.support.declarations.beside import alone
from tests.support.declarations.overridden import faults_after

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"extra_config": {"supportsClientAssertions": "True"}}, "machines prove who they are by tokens of it"),
        ({"extra_config": {"supportsClientAssertions": "${x.y.z}"}}, "machines prove who they are by tokens of it"),
        ({"issuer": "https://login.example.com/"}, "issuer 'https://login.example.com/' is that of another one"),
        (
            {"extra_config": {"issuer": "https://login.example.com"}},
            "issuer 'https://login.example.com' is that of another one",
        ),
        ({"add_read_token_role_on_create": True}, "add_read_token_role_on_create is on"),
        ({"add_read_token_role_on_create": "${x.y.z}"}, "add_read_token_role_on_create is on"),
        ({"authenticate_by_default": "true"}, "authenticate_by_default is on"),
    ],
)
def test_what_an_own_identity_provider_is_believed_is_named(arguments: dict[str, object], fault: str) -> None:
    """Each by itself, of a provider that does no more than link accounts, which passes without it."""
    linked = {"realm": "ml", "alias": "mine", "link_only": True, "issuer": "https://mine.example.com"}
    kind = "keycloak_oidc_identity_provider"
    assert faults_after(HandedOn(), alone(kind, **linked)) == []
    (found,) = faults_after(HandedOn(), alone(kind, **{**linked, **arguments}))
    assert fault in found
