"""What is taken out of a declaration is taken out of Keycloak, and nothing besides; the next token shows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeVar

import httpx
import pytest

from constructs_lib.declaration.props import (
    AccessProps,
    ConsumerProps,
    MtlsAuth,
    PrivateKeyJwtAuth,
    SecretAuth,
)
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.people import ready_person
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.terraform_run import PlannedChange
from tests.support.tokens.assertion_key import AssertionKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.props import ConsumerAuth
    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# The tests take different things out of one environment, in any order; one worker runs them all.
pytestmark = [pytest.mark.integration, pytest.mark.first]

V = TypeVar("V")

RISK, GROWTH, NIGHT = "test-team-risk", "test-team-growth", "test-team-night"
SHARED, MODELS = "test-shared", "test-models"
UPDATE, DELETE = ("update",), ("delete",)

# The private side puts its own key in the place of this one.
OWN_KEY = PrivateKeyJwtAuth(method="private_key_jwt", jwks=json.dumps(AssertionKey.generate("any").jwks))
CERTIFICATE = MtlsAuth(method="mtls", subject_dn="CN=shop-frontend,O=Example")

# A third team, for the test that takes it out.
NIGHT_TEAM = AccessProps(
    consumers={"night-batch": ConsumerProps(grants={"forecaster": ("predict",)})},
    groups={"night-shift": {"forecaster": ("predict",)}},
    people={"mary": ready_person("mary", "night-shift")},
)


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """`environments/demo` in a realm of this module's own, that the tests take apart."""
    demo = EnvironmentFiles().load("demo")
    live = LiveEnvironment.apply(
        demo.model_copy(
            update={
                "teams": {**demo.teams, "night": NIGHT_TEAM},
                "models": {
                    **demo.models,
                    "forecaster": demo.models["forecaster"].model_copy(update={"open_to": "*"}),
                },
            }
        ),
        realm="removal",
        folder=tmp_path_factory.mktemp("removal"),
        keycloak=keycloak,
        private=private,
    )
    yield live
    keycloak.admin.delete_realm(live.realm)


def with_team(environment: Environment, team: str, **update: object) -> Environment:
    """Return the environment with a team changed."""
    changed = environment.teams[team].model_copy(update=update)
    return environment.model_copy(update={"teams": {**environment.teams, team: changed}})


def without(mapping: Mapping[str, V], key: str) -> dict[str, V]:
    """Return a mapping without a key."""
    return {name: value for name, value in mapping.items() if name != key}


def test_grant_of_a_consumer(live: LiveEnvironment) -> None:
    """A consumer that loses a grant loses a role and a scope; it keeps the others, and is refused that one."""
    consumers = live.environment.teams["risk"].consumers
    consumer = consumers["loan-batch"]
    fewer = consumer.model_copy(update={"grants": {**consumer.grants, "credit-scorer": ("predict",)}})
    machine = live.machine("loan-batch")
    assert live.tokens.roles(machine.ask("model.credit-scorer.explain")) == ["credit-scorer:explain"]

    changed = live.change(with_team(live.environment, "risk", consumers={**consumers, "loan-batch": fewer}))

    assert changed == {
        RISK: [
            PlannedChange("keycloak_openid_client_optional_scopes", UPDATE, ("optional_scopes",), "loan-batch"),
            PlannedChange("keycloak_user_roles", UPDATE, ("role_ids",), "loan-batch"),
        ]
    }
    assert machine.ask("model.credit-scorer.explain").json()["error"] == "invalid_scope"
    assert live.tokens.roles(machine.ask("model.credit-scorer.predict")) == ["credit-scorer:predict"]


def test_consumer(live: LiveEnvironment) -> None:
    """A consumer that is taken out is deleted with its scopes and roles, and gets no token any more."""
    consumers = live.environment.teams["risk"].consumers
    machine = live.machine("fraud-trainer")
    assert machine.ask().status_code == httpx.codes.OK

    changed = live.change(with_team(live.environment, "risk", consumers=without(consumers, "fraud-trainer")))

    gone = ("client", "client_default_scopes", "client_optional_scopes")
    assert changed == {
        RISK: [
            *(PlannedChange(f"keycloak_openid_{kind}", DELETE, (), "fraud-trainer") for kind in gone),
            PlannedChange("keycloak_user_roles", DELETE, (), "fraud-trainer"),
        ]
    }
    assert machine.ask().json()["error"] == "invalid_client"


def test_groups_of_a_person(live: LiveEnvironment) -> None:
    """A person who leaves a group keeps what the other group grants; a new session has no more than that."""
    people = live.environment.teams["risk"].people
    grace = people["grace"].model_copy(update={"groups": ("risk-analysts",)})
    assert live.tokens.roles(live.person("grace").ask("model.recommender.predict")) == ["recommender:predict"]

    changed = live.change(with_team(live.environment, "risk", people={**people, "grace": grace}))

    assert changed == {RISK: [PlannedChange("keycloak_user_groups", UPDATE, ("group_ids",))]}
    browser = live.person("grace")
    assert live.tokens.roles(browser.ask("model.recommender.predict")) == []
    assert live.tokens.roles(browser.ask("model.credit-scorer.predict")) == ["credit-scorer:predict"]


def test_model_with_its_grants(live: LiveEnvironment) -> None:
    """A model that is taken out loses role, scope and gate; those who could call it lose that, and keep the rest."""
    name = "recommender"
    consumers = live.environment.teams["growth"].consumers
    shop = consumers["shop-frontend"]
    ada = live.environment.people["ada"]
    fewer = with_team(
        live.environment,
        "growth",
        consumers={**consumers, "shop-frontend": shop.model_copy(update={"grants": without(shop.grants, name)})},
    )
    fewer = fewer.model_copy(
        update={
            "models": without(fewer.models, name),
            "people": {"ada": ada.model_copy(update={"grants": without(ada.grants, name)})},
        }
    )
    machine, person = live.machine("shop-frontend"), live.person("ada")
    assert live.tokens.roles(machine.ask("model.recommender.predict")) == ["recommender:predict"]
    assert live.tokens.roles(person.ask("model.recommender.manage")) == ["recommender:manage"]

    planned = live.preview(fewer)
    live.change(fewer)

    scopes, roles = "keycloak_openid_client_optional_scopes", "keycloak_user_roles"
    parts = ("keycloak_generic_role_mapper", "keycloak_openid_client_scope", "keycloak_role")
    assert planned == {
        MODELS: [
            *(
                PlannedChange(part, DELETE, (), f"{name}:{action}")
                for part in parts
                for action in ("manage", "predict")
            ),
            # the two roles behind `*`
            *[PlannedChange("keycloak_role", UPDATE, ("composite_roles",))] * 2,
        ],
        SHARED: [PlannedChange(scopes, UPDATE, ("optional_scopes",)), PlannedChange(roles, DELETE)],
        GROWTH: [
            PlannedChange(scopes, UPDATE, ("optional_scopes",), "churn-pipeline"),
            PlannedChange(scopes, UPDATE, ("optional_scopes",), "shop-frontend"),
            PlannedChange(roles, UPDATE, ("role_ids",), "shop-frontend"),
        ],
    }
    assert machine.ask("model.recommender.predict").json()["error"] == "invalid_scope"
    assert live.tokens.roles(machine.ask("model.fraud-detector.predict")) == ["fraud-detector:predict"]
    assert person.ask("model.recommender.manage").json()["error"] == "invalid_scope"
    assert live.tokens.roles(person.ask("model.forecaster.predict")) == ["forecaster:predict"]
    assert live.plan() == []


def test_team(live: LiveEnvironment) -> None:
    """A team that is taken out takes its consumers, groups and people with it; no other stack changes."""
    machine, person = live.machine("night-batch"), live.person("mary")
    assert live.tokens.roles(machine.ask("model.forecaster.predict")) == ["forecaster:predict"]
    assert live.tokens.roles(person.ask("model.forecaster.predict")) == ["forecaster:predict"]

    changed = live.change(live.environment.model_copy(update={"teams": without(live.environment.teams, "night")}))

    assert set(changed) == {NIGHT}
    assert {change.actions for change in changed[NIGHT]} == {DELETE}
    assert len(changed[NIGHT]) == 10
    assert machine.ask().json()["error"] == "invalid_client"
    for username in ("mary", "service-account-night-batch"):
        assert live.admin.get(f"realms/{live.realm}/users", username=username, exact="true").json() == []


@pytest.mark.parametrize(
    ("team", "name", "auth", "scope"),
    [
        pytest.param("risk", "payment-gateway", OWN_KEY, "model.fraud-detector.predict", id="secret-to-key"),
        pytest.param(
            *("growth", "shop-frontend", CERTIFICATE, "model.fraud-detector.predict"),
            id="key-to-certificate",
            marks=pytest.mark.long,
        ),
        pytest.param(
            *("growth", "churn-pipeline", SecretAuth(method="client_secret"), "model.forecaster.predict"),
            id="federated-to-secret",
            marks=pytest.mark.long,
        ),
    ],
)
def test_way_to_authenticate(live: LiveEnvironment, team: str, name: str, auth: ConsumerAuth, scope: str) -> None:
    """Another way to authenticate is an update in place; the old credential is refused, the new one accepted."""
    consumers = live.environment.teams[team].consumers
    old = live.machine(name)
    (role,) = live.tokens.roles(old.ask(scope))
    changed_consumer = consumers[name].model_copy(update={"auth": auth})

    changed = live.change(with_team(live.environment, team, consumers={**consumers, name: changed_consumer}))

    ((stack, (change,)),) = changed.items()
    assert (stack, change.resource_type, change.actions, change.key) == (
        f"test-team-{team}",
        "keycloak_openid_client",
        UPDATE,
        name,
    )
    assert old.ask(scope).json()["error"] == "invalid_client"
    assert live.tokens.roles(live.machine(name).ask(scope)) == [role]
    assert live.plan() == []
