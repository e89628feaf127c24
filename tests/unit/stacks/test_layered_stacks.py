"""An environment with teams: one stack a layer and team, with references in one direction."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.cdk import App
from constructs_lib.declaration.declaration_error import DeclarationError
from stacks.app import add_stacks
from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from stacks.stack_names import StackNames
from tests.support.declarations.declarations import PERSON
from tests.support.declarations.synthesis import Synthesized, synthesize_stacks, synthesized_once

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

JWKS_URL = "https://batch.example.com/jwks"
ORDER = ("ml", "ml-models", "ml-shared", "ml-team-growth", "ml-team-risk")


def consumer(**grants: list[str]) -> dict[str, object]:
    """Return a consumer with a key of its own."""
    return {"auth": {"method": "private_key_jwt", "jwks_url": JWKS_URL}, "grants": grants}


DECLARED: dict[str, Any] = {
    "keycloak": {"url": "https://sso.example.com"},
    "realm": {"name": "ml", "login": {"verify_email": False}},
    "api": {"client_id": "scorer"},
    "models": {
        "fraud": {"owner": "risk", "open_to": "*"},
        "churn": {"owner": "growth", "open_to": ["risk"]},
    },
    "groups": {"everyone": {"*": ["predict"]}},
    "teams": {
        # Each team calls the other's model.
        "growth": {"consumers": {"churn-batch": consumer(fraud=["predict"])}},
        "risk": {
            "consumers": {"fraud-batch": consumer(churn=["predict"])},
            "groups": {"analysts": {"fraud": ["predict"]}},
            "people": {"ada": {**PERSON.model_dump(), "groups": ["everyone", "analysts"]}},
        },
    },
}


def synthesize(declared: dict[str, Any]) -> dict[str, Synthesized]:
    """Synthesize an environment `ml`."""
    return synthesize_stacks("ml", Environment.model_validate(declared))


@pytest.fixture(scope="module")
def stacks() -> dict[str, Synthesized]:
    """Two teams, each of which calls a model of the other."""
    return synthesize(DECLARED)


def read_by(stack: Synthesized) -> set[str]:
    """Return the stacks whose state a stack reads."""
    states = stack.json.get("data", {}).get("terraform_remote_state", {})
    return {
        state["config"]["path"].removeprefix("../../../terraform.").removesuffix(".tfstate")
        for state in states.values()
    }


def test_contradicting_declaration_adds_no_stack(tmp_path: Path) -> None:
    """A declaration that contradicts itself raises before any stack exists."""
    declared = copy.deepcopy(DECLARED)
    declared["teams"]["risk"]["consumers"]["fraud-batch"] = consumer(frud=["predict"])
    app = App(outdir=str(tmp_path))
    with pytest.raises(DeclarationError, match="unknown model 'frud': did you mean 'fraud'"):
        add_stacks(app, "ml", Environment.model_validate(declared))
    assert app.node.children == []


@pytest.mark.parametrize("name", EnvironmentFiles().names())
def test_names_are_known_without_the_cdk(name: str) -> None:
    """What is named beforehand is what is synthesized, in the order in which it is applied."""
    assert StackNames(name).all(EnvironmentFiles().load(name)) == tuple(synthesized_once(name))


def test_two_teams_that_call_each_others_models_make_no_circle(stacks: dict[str, Synthesized]) -> None:
    """Team A calls a model of team B and B one of A: both refer to the models alone."""
    assert tuple(stacks) == ORDER
    assert {name: read_by(stack) for name, stack in stacks.items()} == {
        "ml": set(),
        "ml-models": {"ml"},
        "ml-shared": {"ml", "ml-models"},
        "ml-team-growth": {"ml", "ml-models", "ml-shared"},
        "ml-team-risk": {"ml", "ml-models", "ml-shared"},
    }


@pytest.mark.parametrize("name", [name for name in EnvironmentFiles().names() if EnvironmentFiles().load(name).teams])
def test_each_stack_reads_earlier_ones_alone(name: str) -> None:
    """References go from a stack to those that are applied before it, and never to another team."""
    seen: set[str] = set()
    for stack_name, stack in synthesized_once(name).items():
        assert {read for read in read_by(stack) if "-team-" not in read} == read_by(stack)
        assert read_by(stack) <= seen
        seen.add(stack_name)


def test_every_reference_is_an_output_that_exists(stacks: dict[str, Synthesized]) -> None:
    """What a stack reads of another's state, the other one puts out, and marks as sensitive."""
    outputs = {
        name: {key for key, output in stack.json.get("output", {}).items() if output.get("sensitive")}
        for name, stack in stacks.items()
    }
    for stack in stacks.values():
        for part in stack.text.split("data.terraform_remote_state.cross-stack-reference-input-")[1:]:
            origin, _, rest = part.partition(".outputs.")
            output = rest.split("}")[0].split("[")[0].split(")")[0]
            assert output in outputs[origin]


def test_teams_stack_holds_nothing_of_another_team(stacks: dict[str, Synthesized]) -> None:
    """A pull request of one team cannot touch what is another's: it is in no file of that team's stack."""
    growth, risk = stacks["ml-team-growth"].text, stacks["ml-team-risk"].text
    assert [name in growth for name in ("churn-batch", "fraud-batch", "analysts", "ada")] == [True, False, False, False]
    assert [name in risk for name in ("churn-batch", "fraud-batch", "analysts", "ada")] == [False, True, True, True]


def test_teams_stack_makes_neither_realm_nor_models(stacks: dict[str, Synthesized]) -> None:
    """What all teams stand on is made once, in stacks of its own."""
    kinds = {name: set(stack.json["resource"]) for name, stack in stacks.items()}
    assert "keycloak_realm" in kinds["ml"]
    assert "keycloak_role" in kinds["ml-models"]
    for name in ("ml-shared", "ml-team-growth", "ml-team-risk"):
        assert not kinds[name] & {"keycloak_realm", "keycloak_role", "keycloak_openid_client_scope"}


def test_change_of_one_team_changes_its_stack_alone(stacks: dict[str, Synthesized]) -> None:
    """A new grant, consumer or person of a team leaves all other stacks as they were, byte by byte."""
    declared = copy.deepcopy(DECLARED)
    risk = declared["teams"]["risk"]
    risk["consumers"]["fraud-batch"] = consumer(churn=["predict"], fraud=["predict"])
    risk["consumers"]["second"] = consumer(fraud=["predict"])
    del risk["people"]["ada"]["groups"]
    risk["groups"] = {}
    declared["external_people"] = True
    after = synthesize(declared)
    assert [name for name in ORDER if after[name].text != stacks[name].text] == ["ml-team-risk"]


def test_consumer_that_moves_changes_both_teams_stacks(stacks: dict[str, Synthesized]) -> None:
    """A consumer that moves to another team leaves the one stack for the other; nothing else changes."""
    declared = copy.deepcopy(DECLARED)
    declared["teams"]["risk"]["consumers"]["churn-batch"] = declared["teams"]["growth"]["consumers"].pop("churn-batch")
    after = synthesize(declared)
    assert [name for name in ORDER if after[name].text != stacks[name].text] == ["ml-team-growth", "ml-team-risk"]
    assert ["churn-batch" in after[name].text for name in ORDER] == [False, False, False, False, True]


def test_removed_team_has_no_stack() -> None:
    """A team whose file is gone is in no name and no stack."""
    declared = copy.deepcopy(DECLARED)
    del declared["teams"]["growth"]
    declared["models"]["churn"] = {}
    assert tuple(synthesize(declared)) == ("ml", "ml-models", "ml-shared", "ml-team-risk")


def test_nothing_shared_needs_no_stack() -> None:
    """Without groups, people or clients for all there is no shared stack."""
    declared = copy.deepcopy(DECLARED)
    del declared["groups"]
    declared["teams"]["risk"]["people"]["ada"]["groups"] = ["analysts"]
    assert tuple(synthesize(declared)) == ("ml", "ml-models", "ml-team-growth", "ml-team-risk")


def test_each_stack_has_a_state_of_its_own(stacks: dict[str, Synthesized]) -> None:
    """Two teams never wait for one lock."""
    paths = [stack.json["terraform"]["backend"]["local"]["path"] for stack in stacks.values()]
    assert paths == [f"../../../terraform.{name}.tfstate" for name in ORDER]


def test_secret_variable_is_asked_for_by_its_teams_stack_alone() -> None:
    """A team's secrets are needed where its stack is applied, nowhere else."""
    declared = copy.deepcopy(DECLARED)
    declared["teams"]["growth"]["consumers"]["churn-batch"] = {"grants": {"fraud": ["predict"]}}
    variables = {name: sorted(stack.json.get("variable", {})) for name, stack in synthesize(declared).items()}
    assert variables == {
        "ml": ["keycloak_url", "scorer_client_secret"],
        "ml-models": [],
        "ml-shared": [],
        "ml-team-growth": ["churn_batch_client_secret"],
        "ml-team-risk": ["ada_initial_password"],
    }


def test_application_of_a_team_asks_for_no_other_teams_model() -> None:
    """The scopes that its stack writes are those of models open to the team, without the access role's."""
    declared = copy.deepcopy(DECLARED)
    ui = {"redirect_uris": ["https://ui.example.com/cb"]}
    declared["applications"] = {"portal": ui}
    declared["models"]["fraud"]["open_to"] = []
    declared["teams"]["growth"] = {"applications": {"growth-ui": ui}}
    found = synthesize(declared)
    assert optional_scopes(found["ml-team-growth"]) == {"model.churn.predict"}
    assert optional_scopes(found["ml-shared"]) == {"model.churn.predict", "model.fraud.predict", "model-api-access"}


def optional_scopes(stack: Synthesized) -> set[str]:
    """Return what a stack's one application may ask for beside profile, by what its references name."""
    (scopes,) = stack.json["resource"]["keycloak_openid_client_optional_scopes"].values()
    return {scope.partition('["')[2].removesuffix('"]}') for scope in scopes["optional_scopes"][2:]}
