"""`realm.compatibility`: tokens hold claims of before beside ours, with roles that no declaration gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.review.questions import AccessReview
from constructs_lib.review.token_preview import client_of, preview
from stacks.environment import Environment
from tests.support.declarations.people import ready_person
from tests.support.realms.live_environment import LiveEnvironment
from tests.support.realms.terraform_run import PlannedChange
from tests.support.tokens.previewed import differences
from tests.support.tokens.tokens import claims_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.realms.private_side import PrivateSide
    from tools.keycloak.server import KeycloakServer

# One story: the tests are told in this order.
pytestmark = pytest.mark.integration

PREDICT = "model.fraud.predict"
DECLARED: dict[str, Any] = {
    "keycloak": {"url": "http://127.0.0.1:8080"},
    "realm": {"name": "compatible", "ssl_required": "external", "login": {"verify_email": False}},
    "api": {"client_id": "scorer"},
    "models": {"fraud": {"roles": {"predict": "legacy-role"}}, "churn": {}},
    "consumers": {name: {"grants": {"fraud": ["predict"], "churn": ["predict"]}} for name in ("batch", "nightly")},
    "people": {"ada": ready_person("ada").model_dump() | {"grants": {"fraud": ["predict"]}}},
    "applications": {"notebook": {"redirect_uris": ["http://127.0.0.1:9876/cb"]}},
}
CLAIMS = {"realm_access": ["analyst", "ROLE USER"], "resource_access": True}


def declared(live: LiveEnvironment | None = None, **compatibility: object) -> Environment:
    """Return what is declared, in the realm of this run."""
    realm = {**DECLARED["realm"], "compatibility": compatibility}
    if live is not None:
        realm["name"] = live.realm
    return Environment.model_validate({**DECLARED, "realm": realm})


@pytest.fixture(scope="module")
def live(
    keycloak: KeycloakServer, private: PrivateSide, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveEnvironment]:
    """A realm with realm roles that somebody made by hand: `batch` and `ada` have one each."""
    live = LiveEnvironment.apply(
        declared(),
        realm="compatible",
        folder=tmp_path_factory.mktemp("compatible"),
        keycloak=keycloak,
        private=private,
    )
    realm = f"realms/{live.realm}"
    for role in ("analyst", "ROLE USER", "untold"):
        live.admin.request("POST", f"{realm}/roles", json={"name": role})
    for username, roles in (("service-account-batch", ("analyst", "untold")), ("ada", ("ROLE USER",))):
        (user,) = live.admin.get(f"{realm}/users", username=username, exact="true").json()
        given = [live.admin.get(f"{realm}/roles/{role}").json() for role in roles]
        live.admin.request("POST", f"{realm}/users/{user['id']}/role-mappings/realm", json=given)
    yield live
    keycloak.admin.delete_realm(live.realm)


def held(claims: dict[str, Any]) -> tuple[list[str], object, object]:
    """Return the claims that say what somebody may do."""
    return sorted(claims.get("roles", ())), claims.get("realm_access"), claims.get("resource_access")


def test_without_the_key_tokens_hold_ours_alone(live: LiveEnvironment) -> None:
    """The bound role is there by its own name, and no role that was given by hand."""
    assert held(claims_of(live.machine("batch").ask(PREDICT))) == (["legacy-role"], None, None)


def test_claims_of_before_stand_beside_ours(live: LiveEnvironment) -> None:
    """Each holder has its own realm roles of those that are declared, and whoever has none has no such claim."""
    live.change(declared(live, **CLAIMS))
    by_client = {"scorer": {"roles": ["legacy-role"]}}
    assert held(claims_of(live.machine("batch").ask(PREDICT))) == (["legacy-role"], {"roles": ["analyst"]}, by_client)
    assert held(claims_of(live.machine("nightly").ask(PREDICT))) == (["legacy-role"], None, by_client)
    assert held(claims_of(live.person("ada").ask(PREDICT))) == (["legacy-role"], {"roles": ["ROLE USER"]}, by_client)
    assert held(claims_of(live.machine("batch").ask())) == ([], {"roles": ["analyst"]}, None)


def test_apply_is_settled(live: LiveEnvironment) -> None:
    """After the apply the plan is empty."""
    assert live.plan() == []


def test_preview_says_so(live: LiveEnvironment) -> None:
    """Claim by claim, for a machine that has a realm role."""
    review = AccessReview(live.environment)
    batch = review.principal("batch")
    found = preview(review, batch, client_of(review, batch, None), [PREDICT], keycloak_url=live.private.url)
    assert differences(found, live.machine("batch").ask(PREDICT)) == []


def test_bound_role_is_renamed_in_place(live: LiveEnvironment) -> None:
    """Its holders keep it, by its id; the composite behind `*` too."""
    api = live.admin.get(f"realms/{live.realm}/clients", clientId="scorer").json()[0]["id"]
    before = live.admin.get(f"realms/{live.realm}/clients/{api}/roles/legacy-role").json()["id"]
    head = declared(live, **CLAIMS).model_dump(exclude_unset=True)
    head["models"]["fraud"]["roles"] = {"predict": "newer-role"}
    changes = live.change(Environment.model_validate(head))
    assert changes["test"] == [PlannedChange("keycloak_role", ("update",), ("name",), "fraud:predict")]
    assert live.admin.get(f"realms/{live.realm}/clients/{api}/roles/newer-role").json()["id"] == before
    assert held(claims_of(live.machine("batch").ask(PREDICT)))[0] == ["newer-role"]
    assert live.plan() == []


def test_key_that_is_taken_out_is_taken_back(live: LiveEnvironment) -> None:
    """Tokens hold ours alone again, and the role that was there stays with whoever has it."""
    live.change(declared(live))
    assert held(claims_of(live.machine("batch").ask(PREDICT))) == (["legacy-role"], None, None)
    (user,) = live.admin.get(f"realms/{live.realm}/users", username="service-account-batch", exact="true").json()
    roles = live.admin.get(f"realms/{live.realm}/users/{user['id']}/role-mappings/realm").json()
    assert {"analyst", "untold"} <= {role["name"] for role in roles}
    assert live.plan() == []
