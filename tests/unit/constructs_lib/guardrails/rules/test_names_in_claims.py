"""Nothing beside a declaration bears a name that tokens of declared clients tell of people."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules.handwritten.handed_on import HandedOn
from constructs_lib.guardrails.terraform.configuration import Configuration
from constructs_lib.guardrails.terraform.emitted import Emitted
from tests.support.declarations.beside import GROUP, ROLE, alone, data
from tests.support.declarations.declarations import build_declaration, declare
from tests.support.declarations.people_sources import PREDICT
from tests.support.declarations.synthesis import NEWEST

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration
    from tests.support.declarations.overridden import Change

pytestmark = pytest.mark.unit

BELOW = alone(GROUP, name="leads", parent_id="${keycloak_group.Mine.id}")


@lru_cache
def _checked() -> CheckedDeclaration[Declaration]:
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
    return CheckedDeclaration(declaration, NEWEST)


def _faults(*changes: Change) -> list[str]:
    checked = _checked()
    body: dict[str, Any] = build_declaration(checked.declaration, features=checked.features).json
    emitted = Emitted.of([({}, build_declaration(checked.declaration, features=checked.features).json)])
    for change in changes:
        change(body)
    configuration = Configuration({"stack": body}, declared=[checked], emitted={"stack": emitted})
    return [each.fault for each in HandedOn().judge(configuration)]


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
