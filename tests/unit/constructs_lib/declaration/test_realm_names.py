"""Names in a realm that is joined."""

from __future__ import annotations

import pytest

from constructs_lib.declaration.access_policy import AccessPolicy, ModelAction
from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.parent_group import group_claim, parent_group
from constructs_lib.declaration.realm_names import with_realm_names
from tests.support.declarations.declarations import REALM
from tests.support.declarations.joined import joined

pytestmark = pytest.mark.unit

RULE = {
    "never": {"who": {"consumer": ["batch", "*-test"]}, "may": "*:manage"},
    "reason": "machines manage nothing here",
}


def test_names_have_the_prefix_once() -> None:
    """Clients, scopes, rules and all that refers to them say it; to name them again changes nothing."""
    consumers = {
        "batch": {"grants": {"fraud": ["predict"]}, "renamed_from": "nightly"},
        "trader": {"exchange": {"from": ["notebook"], "models": {"fraud": ["predict"]}}},
    }
    found = with_realm_names(
        joined(
            {"prefix": "ml"}, consumers=consumers, access_rules={"r": RULE}, teams={"risk": {"consumers": consumers}}
        )
    )
    policy = AccessPolicy(found)
    exchange = found.consumers["ml-trader"].exchange
    assert (found.sole_api.client_id, found.sole_api.access_role) == ("ml-scorer", "ml-model-api-access")
    assert list(found.consumers) == ["ml-batch", "ml-trader"]
    assert list(found.teams["risk"].consumers) == ["ml-batch", "ml-trader"]
    assert list(found.applications) == ["ml-notebook"]
    assert found.consumers["ml-batch"].renamed_from == "ml-nightly"
    assert exchange is not None
    assert exchange.from_ == ("ml-notebook",)
    assert found.access_rules["r"].statement.conditions["consumer"] == ("ml-batch", "*-test")
    assert policy.scopes_of(ModelAction("fraud", "predict")) == ("ml-model.fraud.predict",)
    assert policy.roles_of(ModelAction("fraud", "predict")) == ("fraud:predict",)
    assert policy.exchange_scope("ml-trader") == "ml-exchange.trader"
    assert with_realm_names(found) == found


def test_without_a_prefix_names_are_those_of_the_files() -> None:
    """One environment alone in a realm needs none."""
    assert CheckedDeclaration(joined()).declaration == joined()


def test_groups_of_ours_are_below_one() -> None:
    """In a claim they are named by their path: others may have groups of the same name."""
    corp, prefixed = joined().realm, joined({"prefix": "dev"}).realm
    assert [parent_group(realm) for realm in (REALM, corp, prefixed)] == [None, "ml-groups", "dev-groups"]
    claims = [group_claim(realm, "analysts") for realm in (REALM, corp, prefixed)]
    assert claims == ["analysts", "/ml-groups/analysts", "/dev-groups/analysts"]


def test_every_realm_can_sign_by_default() -> None:
    """A realm of Keycloak's has an RSA key, and mostly no other."""
    assert joined().realm.signature_algorithm == "RS256"
    assert joined({"signature_algorithm": "ES256"}).realm.signature_algorithm == "ES256"
    assert REALM.signature_algorithm == "ES256"
