"""A deployment passes over what is unchanged, here and in Keycloak, and repairs what somebody changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stacks.repository import Repository
from stacks.stack_names import StackNames
from tests.support.audit.by_hand import ByHand
from tests.support.walk.declared_files import declared_as
from tests.support.walk.live.contents import RealmContents
from tests.support.walk.start import first_document
from tests.support.walk.walked_realm import WalkedRealm
from tools.runner.fingerprint import Fingerprints
from tools.runner.stacks import read_stacks
from tools.runner.unchanged.pictures import Pictures
from tools.runner.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from stacks.environment import Environment
    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer
    from tools.runner.plan import StackPlan
    from tools.runner.stacks import Stack

pytestmark = [pytest.mark.integration, pytest.mark.first]

NAME, API = "walk-unchanged", "model-api"


@pytest.fixture
def realm(keycloak: KeycloakServer, private: PrivateSide, tmp_path: Path) -> Iterator[WalkedRealm]:
    """A realm, not yet deployed."""
    realm = WalkedRealm(keycloak, private, tmp_path / "realm", RealmContents())
    yield realm
    realm.remove()


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """Teams with people, a group, consumers and an application."""
    return declared_as(first_document(teams=True), NAME, tmp_path)


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the stacks that were planned."""
    names: list[str] = []
    plan = Work.plan

    def noted(work: Work, stack: Stack, *options: str) -> StackPlan:
        names.append(stack.name)
        return plan(work, stack, *options)

    monkeypatch.setattr(Work, "plan", noted)
    return names


def at(path: str, key: str, value: object) -> Callable[[ByHand], None]:
    """Return a change of one value of what lies at a path; `attributes.x` is the value within another."""

    def change(hand: ByHand) -> None:
        found = hand.get(path)
        inner, _, rest = key.partition(".")
        within, inner = (found[inner], rest) if rest else (found, inner)
        within[inner] = value
        hand.put(path, found)

    return change


def of(kind: str, name: str, key: str, value: object) -> Callable[[ByHand], None]:
    """Return a change of one value of a client, a person, a group or a client scope."""

    def change(hand: ByHand) -> None:
        id_ = {"clients": hand.uuid, "users": hand.user, "groups": hand.group, "client-scopes": hand.scope}[kind](name)
        at(f"{kind}/{id_}", key, value)(hand)

    return change


def delete(hand: ByHand, path: str, body: object = None) -> None:
    """Take something away."""
    hand.admin.request("DELETE", f"realms/{hand.realm}/{path}", json=body)


def take_scope(hand: ByHand) -> None:
    """Take a scope from a consumer that it may ask for."""
    uuid = hand.uuid("batch")
    scope = hand.get(f"clients/{uuid}/optional-client-scopes")[0]["id"]
    delete(hand, f"clients/{uuid}/optional-client-scopes/{scope}")


def take_mapping(hand: ByHand) -> None:
    """Take a role out of the scope of a model's action."""
    scope, api = hand.scope("model.fraud.predict"), hand.uuid(API)
    roles = hand.get(f"client-scopes/{scope}/scope-mappings/clients/{api}")
    delete(hand, f"client-scopes/{scope}/scope-mappings/clients/{api}", roles)


def put_role_into_role(hand: ByHand) -> None:
    """Let a role bring another."""
    api = hand.uuid(API)
    hand.post(f"clients/{api}/roles/fraud:predict/composites", [hand.get(f"clients/{api}/roles/churn:predict")])


def describe_role(hand: ByHand) -> None:
    """Describe a role otherwise."""
    at(f"clients/{hand.uuid(API)}/roles/fraud:explain", "description", "by hand")(hand)


def change_mapper(hand: ByHand) -> None:
    """Change a mapper of a scope of ours."""
    scope = hand.get(f"client-scopes/{hand.scope('ml-base')}")
    mapper = scope["protocolMappers"][0]
    config = {**mapper["config"], "access.token.claim": "false"}
    hand.put(f"client-scopes/{scope['id']}/protocol-mappers/models/{mapper['id']}", {**mapper, "config": config})


def change_step(hand: ByHand) -> None:
    """Switch a step of the login flow off."""
    flow = next(each["alias"] for each in hand.get("authentication/flows") if not each["builtIn"])
    step = hand.get(f"authentication/flows/{flow}/executions")[0]
    hand.put(f"authentication/flows/{flow}/executions", {**step, "requirement": "DISABLED"})


def change_key(hand: ByHand) -> None:
    """Let another key sign."""
    key = next(each for each in hand.get("components") if each["providerId"] == "ecdsa-generated")
    hand.put(f"components/{key['id']}", {**key, "config": {**key["config"], "priority": ["1"]}})


def leave_group(hand: ByHand) -> None:
    """Take somebody out of a group."""
    delete(hand, f"users/{hand.user('ada')}/groups/{hand.group('analysts')}")


def take_from_group(hand: ByHand) -> None:
    """Take a role from a group."""
    path = f"groups/{hand.group('analysts')}/role-mappings/clients/{hand.uuid(API)}"
    delete(hand, path, [hand.get(f"clients/{hand.uuid(API)}/roles/fraud:explain")])


def take_from_consumer(hand: ByHand) -> None:
    """Take a role from a consumer."""
    account, api = hand.get(f"clients/{hand.uuid('batch')}/service-account-user")["id"], hand.uuid(API)
    delete(hand, f"users/{account}/role-mappings/clients/{api}", [hand.get(f"clients/{api}/roles/fraud:predict")])


def take_default_role(hand: ByHand) -> None:
    """Let everybody have a role more."""
    role = hand.get("")["defaultRole"]["id"]
    hand.post(f"roles-by-id/{role}/composites", [hand.get("roles/offline_access")])


BY_HAND: dict[str, Callable[[ByHand], None]] = {
    "a setting of the realm": at("", "sslRequired", "none"),
    "an attribute of the realm": at("", "attributes.frontendUrl", "https://eve.example.com"),
    "a flow of the realm": at("", "directGrantFlow", "direct grant"),
    "events": at("events/config", "enabledEventTypes", ["LOGIN"]),
    "a key": change_key,
    "a step": change_step,
    "roles of everybody": take_default_role,
    "a mapper": change_mapper,
    "a scope's attribute": of("client-scopes", "model.fraud.predict", "attributes.include.in.token.scope", "false"),
    "a scope's role": take_mapping,
    "a role": describe_role,
    "a role within a role": put_role_into_role,
    "a client's URIs": of("clients", "notebook", "redirectUris", ["https://eve.example.com/*"]),
    "a client's attribute": of("clients", "batch", "attributes.access.token.lifespan", "86400"),
    "a client's way to log in": of("clients", "scorer", "enabled", value=False),
    "a client's secret": lambda hand: hand.post(f"clients/{hand.uuid('scorer')}/client-secret", None),
    "a client's default scope": lambda hand: hand.open("scorer", "email"),
    "a client's optional scope": take_scope,
    "a consumer's role": take_from_consumer,
    "a person": of("users", "ada", "email", "eve@example.com"),
    "a group": of("groups", "analysts", "attributes.by", ["hand"]),
    "a member": leave_group,
    "a group's role": take_from_group,
}


def kept(realm: WalkedRealm, environment: Environment) -> tuple[tuple[Stack, ...], Pictures]:
    """Return the stacks, and what takes their pictures."""
    repository = Repository(realm.folder)
    stacks = read_stacks(repository.outdir, StackNames("walk").all(environment))
    return stacks, Pictures(Fingerprints(repository.logs.parent / "fingerprints", {}), lambda: realm.keycloak.admin)


def test_changes_by_hand_are_seen_and_repaired(
    realm: WalkedRealm, environment: Environment, planned: list[str]
) -> None:
    """Nothing is planned where nothing changed, and one stack where one did; no kind of change by hand is missed."""
    ours = realm.deploy(environment)
    realm.deploy(environment)
    first = frozenset(planned)
    planned.clear()
    realm.deploy(environment)
    assert (planned, first) == ([], frozenset(StackNames("walk").all(ours)))

    hand = ByHand(realm.keycloak.admin, NAME)
    hand.open("scorer", "email")
    realm.deploy(environment)
    assert planned == [StackNames("walk").team("growth")]
    planned.clear()

    stacks, pictures = kept(realm, ours)
    unseen = []
    with hand.unjudged():
        before = pictures.take(stacks)
        assert len(before) == len(stacks)
        for what, change in BY_HAND.items():
            change(hand)
            after = pictures.take(stacks)
            unseen += [what] if before == after else []
            before = after
    assert unseen == []

    realm.deploy(environment)

    assert set(planned) == {stack.name for stack in stacks}
    assert [text for kind, text in realm.faults() if kind == "the next plan is not empty"] == []
