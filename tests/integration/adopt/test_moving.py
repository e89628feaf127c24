"""After an adoption, one client after the other is moved to the declaration; the others go on as before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from tests.support.adoption.adopted import Adopted
from tests.support.adoption.callers import Callers
from tests.support.adoption.serving_realm import SERVING_PASSWORD, serving_callers, serving_realm, serving_secret

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.long]

REALM = "adopt-moving"
BIND = "ROLE_REVIEWER=fraud:explain"


def _move(file: Path, client: str) -> None:
    """Take out of a file what is kept of a client, and the exemptions that it needed."""
    yaml = YAML()
    document: dict[str, Any] = yaml.load(file)
    for named in document["kept"]["settings"].values():
        named.pop(client, None)
    document["exemptions"] = [each for each in document["exemptions"] if f'["{client}"]' not in each["resource"]]
    yaml.dump(document, file)


def _refuses(ours: Adopted, file: Path) -> None:
    """Files that are there are not written over, and an adopted realm is not destroyed unasked."""
    before = file.read_bytes()
    again = ours.run("adopt", REALM, "--realm", REALM)
    assert (again.returncode, "exists: nothing was written" in again.stderr) == (2, True), again.stderr
    destroyed = ours.run("destroy", REALM)
    assert (destroyed.returncode, f"set CONFIRM={REALM}" in destroyed.stderr) == (2, True), destroyed.stderr
    assert file.read_bytes() == before
    assert SERVING_PASSWORD.encode() not in before


def test_moved(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """A role of another name is bound to an action; a moved consumer gets our tokens by its old secret."""
    ours = Adopted.in_folder(tmp_path, keycloak, serving_realm(REALM))
    callers = serving_callers(keycloak.url, REALM)
    try:
        ids, tokens = ours.ids(), callers.tokens()
        ours.adopt("--bind", BIND)
        _refuses(ours, tmp_path / "environments" / f"{REALM}.yaml")
        ours.take_over(ids, callers, tokens)
        _move(tmp_path / "environments" / f"{REALM}.yaml", "batch")
        ours.deploy()
        ours.assert_settled()
        now = callers.tokens()
        assert {name: now[name] for name in tokens if name != "batch"} == {
            name: tokens[name] for name in tokens if name != "batch"
        }
        secret = {"client_id": "batch", "client_secret": serving_secret("batch"), "grant_type": "client_credentials"}
        asked = {"asked": {**secret, "scope": "model.fraud.explain"}}
        token = Callers(keycloak.url, REALM, asked).tokens()["asked"]
        claims = token["claims"]
        assert (claims["aud"], claims["roles"], token["header"]["typ"]) == ("scoring", ["ROLE_REVIEWER"], "at+jwt")
        assert claims["sub"] == tokens["batch"]["claims"]["sub"]
        assert "realm_access" not in claims
    finally:
        ours.remove_realm()
