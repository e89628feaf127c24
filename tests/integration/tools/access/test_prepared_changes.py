"""Ten changes on a real realm: what the files say, what the saved plan says, and what tokens hold, is the same."""

from __future__ import annotations

import copy
import json
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from constructs_lib.declaration.secret_names import client_secret_name
from constructs_lib.review.difference import Difference
from stacks.environment import Environment
from tests.support.declarations.prepared_changes import BASE, CHANGES, CORPORATE, NEW_REDIRECT_URI, PreparedChange
from tests.support.realms.abilities import Abilities
from tests.support.realms.brokering import register_by_key
from tests.support.realms.corporate_realm import CorporatePerson, CorporateRealm
from tests.support.realms.live_environment import LiveEnvironment
from tools.access.commands import app
from tools.access.difference import render_difference
from tools.access.formats import DifferenceFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: each test makes one change more, and looks at what the one before it left.
pytestmark = [pytest.mark.integration, pytest.mark.first]

PEOPLE = ["ada", "alan", "grace"]  # linus is asked for a second factor: he is looked at by himself
TRADER = "assistant"
SUBJECTS = {CORPORATE: "stranger"}
PLAN_ALONE = ("login flows", "the second factor")
LIFESPANS_S = {"5m": 300, "10m": 600}


@dataclass
class Story:
    """The realm as it is now.

    Attributes:
        live: The realm.
        data: What is declared in it.
        abilities: Reads what everybody can do.
        now: What that is.
    """

    live: LiveEnvironment
    data: dict[str, Any]
    abilities: Abilities
    now: dict[str, frozenset[str]] = field(default_factory=dict)

    def look(self) -> dict[str, frozenset[str]]:
        """Ask for everybody's tokens."""
        return self.abilities.read(PEOPLE, TRADER)


@pytest.fixture(scope="module")
def story(keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The base, deployed, with somebody of the company whose provider it trusts."""
    corporate = CorporateRealm(f"prepared-corp-{os.getpid()}", keycloak.url, keycloak.admin)
    corporate.create({"marie": CorporatePerson(("ml-fraud",))})
    data = copy.deepcopy(BASE)
    data["identity_providers"]["corp"] |= corporate.oidc
    data["keycloak"]["url"] = keycloak.url
    live = LiveEnvironment.apply(
        Environment.model_validate(data),
        realm="prepared",
        folder=tmp_path_factory.mktemp("prepared"),
        keycloak=keycloak,
        private=private,
    )
    data["realm"]["name"] = live.realm
    register_by_key(live, corporate, "corp")
    story = Story(live, data, Abilities(live, corporate, "corp", "marie"))
    story.now = story.look()
    yield story
    keycloak.admin.delete_realm(live.realm)
    corporate.delete()


def planned_changes(story: Story, environment: Environment) -> list[dict[str, Any]]:
    """Save a plan, and return what the command says of it."""
    (plan,) = story.live.run.save_plans(environment)
    own = story.live.run.folder  # a repository, whose stacks' providers may be started
    (own / "environments").mkdir(exist_ok=True)
    (own / "environments" / "prepared.yaml").touch()
    command = ["diff", "--plan", str(plan), "--format", "json"]
    result = CliRunner().invoke(app, command, env={"ENVIRONMENTS": str(own)}, catch_exceptions=False)
    (found,) = json.loads(result.output)["environments"].values()
    return [*(each for each in found["changes"] if each["subject"] not in PLAN_ALONE), *found["renames"]]


def declared_changes(difference: Difference) -> list[dict[str, Any]]:
    """Return what the files say, in the same form."""
    found = json.loads(render_difference({"": difference}, "", DifferenceFormat.JSON, ""))["environments"][""]
    return [*found["changes"], *found["renames"]]


def told(changes: list[dict[str, Any]], effect: str) -> set[tuple[str, str]]:
    """Return who is said to gain, or to lose, which role in a token."""
    return {
        (f"{who} for people" if "on behalf of" in each["why"] else who, role)
        for each in changes
        if each.get("effect") == effect
        for who in [SUBJECTS.get(each["subject"], each["subject"])]
        for role in each["pairs"]
    }


def renamed(abilities: dict[str, frozenset[str]], changes: list[dict[str, Any]]) -> dict[str, frozenset[str]]:
    """Return abilities by the later names of models."""
    names = {each["old"]: each["new"] for each in changes if each.get("kind") == "models"}

    def later(role: str) -> str:
        model, _, action = role.rpartition(":")
        return f"{names.get(model, model)}:{action}"

    return {who: frozenset(map(later, roles)) for who, roles in abilities.items()}


def pairs(more: dict[str, frozenset[str]], less: dict[str, frozenset[str]]) -> set[tuple[str, str]]:
    """Return what is in one of two states and not in the other."""
    return {(who, role) for who, roles in more.items() for role in roles - less.get(who, frozenset())}


QUICK = ("star-in-a-group", "dropped-second-factor", "opened-exchange", "renamed-model")
"""Those of each run: a grant, a setting, somebody who acts for others, a name."""


@pytest.mark.parametrize(
    "change",
    [pytest.param(each, id=each.name, marks=() if each.name in QUICK else pytest.mark.long) for each in CHANGES],
)
def test_words_are_what_tokens_hold(change: PreparedChange, story: Story) -> None:
    """Both differences say the same; whoever is said to gain or lose does, by real tokens, and nobody else."""
    live, before = story.live, story.now
    data = change.of(story.data)
    head = live.private.adopt(Environment.model_validate(data))
    live.private.hand_down(head)
    live.run.variables = {**live.run.variables, **live.private.variables(head)}
    settled = SETTINGS.get(change.name)
    was = settled(story) if settled else None

    found = planned_changes(story, head)
    assert found == declared_changes(Difference.of(live.environment, head))
    live.run.apply_saved_plans()
    live.environment, story.data = head, data
    story.now = story.look()

    then = renamed(before, found)
    assert (pairs(story.now, then), pairs(then, story.now)) == (told(found, "gain"), told(found, "loss"))
    assert set(story.now) >= {"stranger", "consumer payment-gateway", "person grace"}  # some who neither gain nor lose
    if settled:
        assert (was, settled(story)) == (False, True)


def linus_needs_no_second_factor(story: Story) -> bool:
    """Tell whether his password alone gets him a token."""
    try:
        answer = story.live.person("linus").ask("model.credit-scorer.manage")
    except AssertionError:  # he never came back: Keycloak asks for more
        return False
    return story.live.tokens.roles(answer) == ["credit-scorer:manage"]


def codes_go_there(story: Story) -> bool:
    """Tell whether Keycloak sends codes to the new redirect URI."""
    person = replace(story.live.person("ada"), redirect_uri=NEW_REDIRECT_URI)
    try:
        return person.ask().is_success
    except AssertionError:  # an error page
        return False


def a_secret_is_enough(story: Story) -> bool:
    """Tell whether the gateway gets a token by its secret."""
    secret = story.live.private.secret(client_secret_name("payment-gateway"))
    machine = story.live.machine("payment-gateway")
    by_secret = replace(machine, credentials=lambda: {"client_id": machine.client_id, "client_secret": secret})
    return by_secret.ask().is_success


def tokens_live_longer(story: Story) -> bool:
    """Tell whether tokens live for ten minutes, not for five."""
    claims = story.live.tokens.token(story.live.machine("batch").ask()).claims
    return bool(claims["exp"] - claims["iat"] == LIFESPANS_S["10m"])


SETTINGS: dict[str, Callable[[Story], bool]] = {
    "dropped-second-factor": linus_needs_no_second_factor,
    "added-redirect-uri": codes_go_there,
    "weakened-method": a_secret_is_enough,
    "raised-lifespan": tokens_live_longer,
}
"""What changes beside grants, by the change: not so before, and so after it."""
