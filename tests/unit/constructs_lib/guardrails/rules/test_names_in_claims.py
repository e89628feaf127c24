"""Nothing beside a declaration bears a name that tokens of declared clients tell of people."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from tests.support.declarations.beside import GROUP, ROLE, alone, data
from tests.support.declarations.declarations import declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.people_sources import PREDICT
from tests.support.declarations.synthesis import NEWEST

if TYPE_CHECKING:
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

BELOW = alone(GROUP, name="leads", parent_id="${keycloak_group.Mine.id}")


@lru_cache
def _ours() -> OurStack:
    declaration = declare(
        realm={
            "name": "ml",
            "compatibility": {"realm_access": ["legacy"]},
            "smtp": {"host": "m", "sender": "a@b.com"},
        },
        external_people=True,
        groups={"leads": PREDICT},
        applications={"ui": {"redirect_uris": ["https://ui.example.com/cb"], "groups_claim": True}},
    )
    return OurStack(CheckedDeclaration(declaration, NEWEST))


def _faults(change: Change) -> list[str]:
    return [each.partition(": ")[2] for each in _ours().faults_after(HandedOn(), change)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (BELOW, "it is group 'leads' a second time, which is declared"),
        (alone(ROLE, name="legacy"), "it is role 'legacy' a second time, which is declared"),
        (
            data(ROLE, "role_ids", "keycloak_user_roles", name="legacy"),
            "role_ids refers to role 'legacy', which is declared",
        ),
    ],
)
def test_names_that_claims_tell_are_refused(change: Change, fault: str) -> None:
    """A subgroup of a declared name where a token names groups by name alone, and roles of a claim of before."""
    assert fault in _faults(change)


@pytest.mark.parametrize(
    "change",
    [
        alone(GROUP, name="others", parent_id="${keycloak_group.Mine.id}"),
        alone(ROLE, name="another"),
        alone(ROLE, name="legacy", client_id="${keycloak_openid_client.Mine.id}"),
        lambda _: None,
    ],
)
def test_other_names_pass(change: Change) -> None:
    """Names of one's own, and a role of that name which belongs to a client of one's own."""
    assert _faults(change) == []
