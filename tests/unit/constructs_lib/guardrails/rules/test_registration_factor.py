"""Clients that register themselves, and second factors, in one realm."""

from __future__ import annotations

from functools import lru_cache

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules.realm.registration_factor import RegistrationFactor
from tests.support.declarations.declarations import NO_MAIL, PERSON, declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.people_sources import PREDICT
from tests.support.declarations.synthesis import NEWEST

pytestmark = pytest.mark.unit

REGISTRATION = {"redirect_hosts": ["agents.example.com"], "scopes": {"fraud": ["predict"]}, "max_clients": 50}


@lru_cache
def stack(*, registers: bool, factor: str) -> OurStack:
    """Return a stack whose clients may register themselves, and where a group may need a second factor."""
    realm = {"name": "ml", "login": NO_MAIL, **({"client_registration": REGISTRATION} if registers else {})}
    needs = {"leads": factor} if factor else {}
    people = {"ada": PERSON.model_copy(update={"groups": ("leads",)})}
    declaration = declare(realm=realm, groups={"leads": PREDICT}, people=people, second_factor=needs)
    return OurStack(CheckedDeclaration(declaration, NEWEST))


@pytest.mark.parametrize("factor", ["otp", "passkey"])
def test_both_in_one_realm_are_refused(factor: str) -> None:
    """Of whichever kind it is, a client with a login of its own passes over it."""
    (found,) = stack(registers=True, factor=factor).faults_after(RegistrationFactor())
    assert found == (
        "realm 'ml': clients register themselves, and the group 'leads' needs a second factor, which a client with a "
        "login flow of its own passes over"
    )


@pytest.mark.parametrize(("registers", "factor"), [(True, ""), (False, "otp")])
def test_either_passes(*, registers: bool, factor: str) -> None:
    """Nobody's second factor is passed over, or nobody registers."""
    assert stack(registers=registers, factor=factor).faults_after(RegistrationFactor()) == []
