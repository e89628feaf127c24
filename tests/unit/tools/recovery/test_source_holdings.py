"""Where identity providers and directories must point that are taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.recovery.judged import Case, Thing, assert_judged, fact
from tools.audit.facts import Kind

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

PROVIDER: Thing = "keycloak_oidc_identity_provider", {"alias": "p"}, "identity provider 'p'"
DIRECTORY: Thing = "keycloak_ldap_user_federation", {"name": "d"}, "directory 'd'"
CASES: dict[str, Case] = {
    "provider-url": (
        PROVIDER,
        {"identity-provider/instances/p": {"providerId": "oidc", "config": {"tokenUrl": "https://o/"}}},
        fact(Kind.PROVIDER, "", "p", "oidc")
        | fact(Kind.SETTING, "identity provider p", "config.tokenUrl", "https://p/"),
        "declared: the setting config.tokenUrl: nothing",
    ),
    "provider-kind": (
        PROVIDER,
        {"identity-provider/instances/p": {"providerId": "saml"}},
        fact(Kind.PROVIDER, "", "p", "oidc"),
        "another kind of identity provider",
    ),
    "directory": (
        DIRECTORY,
        {"components/7": {"config": {"connectionUrl": ["ldaps://o"], "lastSync": ["1"]}}},
        fact(Kind.SETTING, "directory d", "connectionUrl", "ldaps://d"),
        "declared: the setting connectionUrl: nothing",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_at_most_what_is_declared(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An object that holds more than is declared is refused in one line that says what; any other is let pass."""
    assert_judged(case, tmp_path, monkeypatch)
