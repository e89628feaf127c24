"""The recipes of docs/how-to/verify-tokens.md against tokens that no realm of ours would issue: what each looks at."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.project.checkout import ROOT
from tests.support.recipes.recipes import RECIPES, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.gateways.conftest import Site

pytestmark = pytest.mark.integration

NO_ROLES = {"Authlib": 401, "fastapi-keycloak-middleware": 401}
ROLE = "fraud-detector:predict"
COLUMNS = ("another algorithm", "another `typ`", "bound token (`cnf`)")


@pytest.fixture(scope="module", params=RECIPES)
def served(
    request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Recipe]]:
    """Each recipe in turn, for an issuer of our own."""
    endpoints, documents = site.issuer.endpoints, site.issuer.server.documents
    # oauth2-proxy looks for it when it starts.
    documents[f"/realms/{endpoints.realm}/.well-known/openid-configuration"] = {
        "issuer": endpoints.issuer,
        "jwks_uri": endpoints.jwks_uri,
        "authorization_endpoint": endpoints.authorization_endpoint,
        "token_endpoint": endpoints.token_endpoint,
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
    }
    folder = tmp_path_factory.mktemp("recipe")
    with Recipe.serve(request.param, folder, endpoints, site.issuer.audience) as recipe:
        yield request.param, recipe


def test_recipe_looks_at_what_the_page_says(site: Site, served: tuple[str, Recipe]) -> None:
    """Issuer, audience, expiry, signature and role count everywhere; of the rest what the page's table says."""
    name, recipe = served
    issuer = site.issuer
    always = {
        None: 401,
        "abc": 401,
        issuer.token(ROLE, iss="https://sso.example.com/realms/x"): 401,
        issuer.token(ROLE, aud="billing"): 401,
        issuer.token(ROLE, aud=None): 401,
        issuer.token(ROLE, exp=int(time.time()) - 120): 401,
        issuer.token(ROLE, exp=None): 401,
        issuer.forged_token(ROLE): 401,
        issuer.unsigned_token(ROLE): 401,
        issuer.token("churn-model:predict"): 403,
        issuer.token(ROLE): 200,
        issuer.token(ROLE, aud=["billing", issuer.audience]): 200,
    }
    assert {token: recipe.status(token) for token in always} == always
    # Without any role Keycloak leaves the claim out, and without any scope it writes an empty one.
    assert recipe.status(issuer.token(roles=None, scope="")) == NO_ROLES.get(name, 403)
    sometimes = (
        issuer.rsa_token(ROLE),
        issuer.token(ROLE, header={"typ": "JWT"}),
        issuer.token(ROLE, cnf={"jkt": "x"}),
    )
    words = {401: "refused", 200: "taken"}
    assert _row(name) == dict(zip(COLUMNS, [words[recipe.status(token)] for token in sometimes], strict=True))


def _row(name: str) -> dict[str, str]:
    """Return what the page's table says of a recipe."""
    text = (ROOT / "docs" / "how-to" / "verify-tokens.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| \[{re.escape(name.partition(' (')[0])}\]\(#[\w-]+\) \| (.*) \|$", text, re.MULTILINE)
    return dict(zip(COLUMNS, row.split(" | "), strict=False))
