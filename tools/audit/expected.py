"""What shall be so in the realm of an environment, by its declaration and by what Keycloak and others bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.built_in import built_in
from tools.audit.comparison import expected_facts
from tools.audit.live.outside_people import with_outside_people
from tools.audit.ours import expected_beside_others

if TYPE_CHECKING:
    from stacks.environment import Environment
    from tools.audit.declared.facts import DeclaredFacts
    from tools.audit.facts import Facts
    from tools.audit.live.snapshot import Snapshot

__all__ = ["expected_in_realm"]


def expected_in_realm(environment: Environment, declared: DeclaredFacts, live: Facts, snapshot: Snapshot) -> Facts:
    """Return what shall be so.

    Args:
        environment: What is declared.
        declared: What its stacks make true.
        live: What is so.
        snapshot: The realm.
    """
    own = expected_facts(declared, built_in(environment.realm.name))
    return expected_beside_others(with_outside_people(own, live, snapshot, environment), live, environment)
