"""A realm is adopted from an export file: it is looked at on this machine, and removed there again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.adoption.adopted import Adopted
from tests.support.adoption.serving_realm import SERVING_PASSWORD, serving_callers, serving_realm, serving_secret

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.long]

REALM = "adopt-export"


def test_export(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """What is written of an export takes over the realm that it is of; no secret of the file is in it."""
    admin = keycloak.admin
    ours = Adopted.in_folder(tmp_path, keycloak, serving_realm(REALM))
    try:
        callers = serving_callers(keycloak.url, REALM)
        ids, tokens = ours.ids(), callers.tokens()
        # As `kc.sh export` writes it: with the ids that the realm has.
        export = serving_realm(REALM) | {"id": ids["realm"]}
        export["clients"] = [{**each, "id": ids[f"client {each['clientId']}"]} for each in export["clients"]]
        file = tmp_path / "export.json"
        file.write_text(json.dumps(export))
        refused = ours.run("adopt", REALM, "--file", str(file))
        assert (refused.returncode, "already: leave out FILE" in refused.stderr) == (2, True), refused.stderr
        admin.delete_realm(REALM)
        result = ours.run("adopt", REALM, "--file", str(file))
        assert result.returncode == 0, result.stdout + result.stderr
        assert not admin.realm_exists(REALM)
        assert not [each for each in (SERVING_PASSWORD, serving_secret("batch")) if each in ours.written]
        assert f'"id": "{ids["client batch"]}"' in ours.written
        admin.request("POST", "realms", json=export)
        assert set(callers.tokens()) == set(tokens)
    finally:
        ours.remove_realm()
