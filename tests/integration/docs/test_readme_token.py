"""The README's first example: its ten lines of YAML give the token that it shows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from stacks.environment_files import EnvironmentFiles
from tests.support.project.checkout import ROOT
from tests.support.realms.live_environment import LiveEnvironment
from tests.unit.docs.pages import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

README = Page(ROOT / "README.md")
# What is another one in each token: the README has an example of it.
EACH_TIME = {
    "exp": r"\d{10}",
    "iat": r"\d{10}",
    "jti": r"[a-z]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "sub": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """The README's environment, as its own file and nothing else declares it."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "environments").mkdir()
    (block,) = README.code("yaml")
    (folder / "environments" / "scoring.yaml").write_text(block, encoding="utf-8")
    (folder / "terraform").mkdir()
    environment = EnvironmentFiles(folder / "environments").load("scoring")
    realm = YAML(typ="safe", pure=True).load(block)["realm"]["name"]
    applied = LiveEnvironment.apply(
        environment, realm=realm, folder=folder / "terraform", keycloak=keycloak, private=private
    )
    yield applied
    applied.run.destroy()


def test_ten_lines() -> None:
    """The example is as short as the README says."""
    (block,) = README.code("yaml")
    assert len(block.splitlines()) == 10


def test_token_is_the_one_shown(live: LiveEnvironment) -> None:
    """Every claim is shown and no other; what differs from token to token has the form that is shown."""
    (shown,) = (json.loads(block) for block in README.code("json"))
    claims = live.tokens.token(live.machine("payment-gateway").ask(shown["scope"])).claims
    fixed = {name: value for name, value in claims.items() if name not in EACH_TIME}
    issuer = shown["iss"].replace("http://127.0.0.1:8080/realms/ml-scoring", live.endpoints.issuer)
    assert {name: value for name, value in shown.items() if name not in EACH_TIME} | {"iss": issuer} == fixed
    # Keycloak reads the clock twice.
    assert claims["exp"] - claims["iat"] == pytest.approx(shown["exp"] - shown["iat"], abs=1)
    for name, form in EACH_TIME.items():
        assert re.fullmatch(form, str(shown[name])), name
        assert re.fullmatch(form, str(claims[name])), name
