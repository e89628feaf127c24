"""The recipes of docs/how-to/verify-tokens.md against a real realm's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import CONSUMER, GRANTED
from tests.integration.gateways.test_recipes import NO_ROLES
from tests.support.recipes.recipes import RECIPES, Recipe
from tools.demo.disturbance import Disturbance
from tools.demo.token_client import ask_for_token

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.realms.live_environment import LiveEnvironment

pytestmark = pytest.mark.e2e

OTHER_MODEL = "model.forecaster.predict"


@pytest.fixture(scope="module")
def expected(demo: LiveEnvironment) -> dict[str, tuple[str | None, int]]:
    """Tokens by what they are, each with the answer that a recipe must give."""
    machine, admin = demo.machine(CONSUMER), Disturbance(demo.admin, demo.realm)
    right = demo.tokens.token(machine.ask(GRANTED.scope)).text
    head, claims, signature = right.split(".")
    with admin.client_of_other_api("urn:example:billing-api") as stranger:
        other_api = ask_for_token(demo.private.url, stranger).text
    person = demo.person("ada").ask("openid", GRANTED.scope).json()
    bound = demo.tokens.token(demo.machine("edge-forecaster").ask(OTHER_MODEL))
    assert "cnf" in bound.claims
    return {
        "right": (right, 200),
        "of a person": (person["access_token"], 200),
        "none": (None, 401),
        "for another API": (other_api, 401),
        "tampered": (f"{head}.{claims}.{signature[:-8]}AAAAAAAA", 401),
        "with claims of another": (f"{head}.{other_api.split('.')[1]}.{signature}", 401),
        "an ID token": (person["id_token"], 401),
        "without any role": (machine.ask().json()["access_token"], 403),
        "bound": (bound.text, 401),
    }


@pytest.mark.parametrize("name", RECIPES)
def test_recipe_serves_the_right_token_alone(
    demo: LiveEnvironment, expected: dict[str, tuple[str | None, int]], name: str, tmp_path: Path
) -> None:
    """The right token of a machine or a person is served, one without the role gets 403, any other 401."""
    with Recipe.serve(name, tmp_path, demo.endpoints, demo.environment.sole_api.effective_audience) as recipe:
        answers = {what: recipe.status(token) for what, (token, _) in expected.items()}
    otherwise = {"without any role": NO_ROLES.get(name, 403)}
    if name == "oauth2-proxy":  # it takes bound tokens: the role alone is missing
        otherwise["bound"] = 403
    assert answers == {what: status for what, (_, status) in expected.items()} | otherwise
