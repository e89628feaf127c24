"""A small realm with a person in it is taken over: callers notice nothing, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.adoption.adopted import Adopted
from tests.support.adoption.small_realm import SMALL_PASSWORD, SMALL_SECRET, small_callers, small_realm

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

REALM = "adopt-small"
# Settings that Keycloak brings with another value, and that no key says; the second has an argument of the provider's.
_OF_ITS_OWN = {
    "otpPolicyDigits": 8,
    "userManagedAccessAllowed": True,
    "browserSecurityHeaders": {"xXSSProtection": "0"},
}


def test_adopted(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """The realm of a short Pulumi program keeps its ids, its tokens, its secret and its password.

    It is in somebody's own Keycloak on this machine: none is started beside it, in a shell without its address neither.
    """
    ours = Adopted.in_folder(tmp_path, keycloak, {**small_realm(REALM), **_OF_ITS_OWN})
    started = ours.give_keycloak()
    callers = small_callers(keycloak.url, REALM)
    try:
        ids, tokens = ours.ids(), callers.tokens()
        said = ours.adopt()
        assert "changes 0 and destroys none" in said
        assert SMALL_SECRET not in ours.written
        assert SMALL_PASSWORD not in ours.written
        assert (ours.ids(), callers.tokens()) == (ids, tokens)  # nothing was done yet
        refused = ours.run("deploy", REALM, "--auto-approve")
        assert (refused.returncode, f"take them over by TAKE_OVER={REALM}" in refused.stderr) == (2, True)
        ours.variables["TAKE_OVER"] = REALM
        ours.take_over(ids, callers, tokens, "--auto-approve")
        ours.assert_nothing_is_left()
        assert not (tmp_path / "environments" / f"{REALM}.imports.json").exists()
        lost = ours.run("deploy", REALM, KEYCLOAK_URL="")
        assert lost.returncode == 2
        assert lost.stderr.startswith(f"set KEYCLOAK_URL: the address of the Keycloak of '{REALM}'")
        assert not started.exists()
        assert not (tmp_path / ".env").exists()
    finally:
        ours.remove_realm()
