"""Nothing that keeps a guarantee can be taken away from what the construct makes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from constructs_lib.guardrails.review import review
from tests.support.declarations.overridden import made, ours
from tests.support.declarations.synthesis import NEWEST, OLDEST

pytestmark = [pytest.mark.unit, pytest.mark.slow]

# Without these somebody is refused, or the apply fails: nobody gets in who should not.
CLOSED = {
    "keycloak_generic_role_mapper": "no token has the role",
    "keycloak_ldap_user_attribute_mapper": "accounts lack a name, or nobody is found",
    "keycloak_realm_keystore_ecdsa_generated": "Keycloak makes a key of its own",
    "keycloak_required_action": "no terms are declared",
    "terraform_data": "it orders changes",
}
# A group that grants without asking for a second factor, and roles behind `*`.
CLOSED_BY_NAME = ("Groups_plain_Roles", "Models_EveryModel-")


def errors(body: dict[str, Any], features: Any) -> set[str]:  # noqa: ANN401 - what the provider can do
    """Return the errors of a stack beside its declaration."""
    outcome = review("stack", {"stack": body}, (), today=dt.date(2026, 12, 1), declared=[ours(features).checked])
    return set(outcome.errors)


@pytest.mark.parametrize(
    ("features", "of_a_kind"),
    [
        pytest.param(NEWEST, 2, id="5.9.0-two-of-a-kind"),
        pytest.param(NEWEST, None, id="5.9.0", marks=pytest.mark.long),
        pytest.param(OLDEST, None, id="4.5.0", marks=pytest.mark.long),
    ],
)
def test_what_is_taken_away_is_missed(features: Any, of_a_kind: int | None) -> None:  # noqa: ANN401 - as above
    """Each resource with a count of 0 is an error, but for those without which a realm only refuses more."""
    before = errors(made(features), features)
    passed = []
    for kind, by_name in made(features)["resource"].items():
        # Steps of flows are many, and compared as whole trees.
        names = [*by_name][:: 4 if kind.startswith("keycloak_authentication_execution") else 1]
        for name in names[:of_a_kind]:
            body = made(features)
            body["resource"][kind][name].pop("for_each", None)
            body["resource"][kind][name]["count"] = 0
            if not errors(body, features) - before:
                passed.append((kind, name))
    assert [
        (kind, name) for kind, name in passed if kind not in CLOSED and not any(each in name for each in CLOSED_BY_NAME)
    ] == []
    assert {kind for kind, _ in passed} >= CLOSED.keys()
