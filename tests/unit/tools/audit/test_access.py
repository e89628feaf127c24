"""Who holds what in effect, read out of facts."""

from __future__ import annotations

import pytest

from tools.audit.access import EffectiveAccess
from tools.audit.facts import DEFAULT_ROLES, Fact, Kind

pytestmark = pytest.mark.unit

MEMBER = Fact(Kind.MEMBER, "/leads/corp", "person ada")
OF_PARENT = Fact(Kind.GROUP_ROLE, "group /leads", "api/all")
WITHIN = Fact(Kind.COMPOSITE, "api/all", "api/one")
BACK = Fact(Kind.COMPOSITE, "api/one", "api/all")
OWN = Fact(Kind.PERSON_ROLE, "person ada", "api/one")
FOR_EVERYBODY = Fact(Kind.COMPOSITE, DEFAULT_ROLES, "offline_access")
PERSON = Fact(Kind.PERSON, "", "bob")


def test_roles_come_by_every_way() -> None:
    """Own roles, those of groups above one's group, those within roles, and everybody's are held; rings end."""
    facts = dict.fromkeys((MEMBER, OF_PARENT, WITHIN, BACK, OWN, FOR_EVERYBODY, PERSON), "")

    holders = EffectiveAccess(facts).holders

    assert set(holders["person ada"]) == {"api/all", "api/one", DEFAULT_ROLES, "offline_access"}
    assert set(holders["person ada"]["api/one"]) == {(OWN,), (MEMBER, OF_PARENT, WITHIN)}
    assert set(holders["person bob"]) == {DEFAULT_ROLES, "offline_access"}


def test_tokens_carry_what_scopes_let_in() -> None:
    """A client's tokens may carry roles of its scopes, those in its own scope, and its own roles."""
    offered = Fact(Kind.OPTIONAL_SCOPE, "app", "model.x")
    gate, direct = Fact(Kind.SCOPE_ROLE, "model.x", "api/all"), Fact(Kind.CLIENT_SCOPE_ROLE, "app", "api/two")
    own, other = Fact(Kind.ROLE, "", "app/own"), Fact(Kind.SCOPE_ROLE, "model.y", "api/three")
    facts = dict.fromkeys((offered, gate, direct, own, other, WITHIN), "")

    assert EffectiveAccess(facts).opened("app") == {
        "api/all": ((offered, gate),),
        "api/one": ((offered, gate, WITHIN),),
        "api/two": ((direct,),),
        "app/own": ((),),
    }
