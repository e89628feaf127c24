"""What the objects of a realm may hold: what is declared of them, and what Keycloak gives every one of their kind."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.configuration import Configuration
from tools.audit.built_in import built_in
from tools.audit.declared.facts import declared_facts
from tools.audit.facts import Fact, Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from tools.audit.facts import Facts

__all__ = ["DeclaredHoldings"]


@dataclass(frozen=True)
class DeclaredHoldings:
    """What may be there.

    Attributes:
        facts: What is declared, and what Keycloak brings with a realm.
    """

    facts: Facts

    @classmethod
    def of(cls, folder: Path, stacks: Collection[str], realm: str) -> DeclaredHoldings:
        """Read what the stacks of an environment declare.

        Args:
            folder: Where their folders are.
            stacks: Their names; one that is not synthesized declares nothing.
            realm: Name of the realm.
        """
        files = {name: folder / name / "cdk.tf.json" for name in stacks}
        read = {name: json.loads(file.read_bytes()) for name, file in files.items() if file.is_file()}
        declared, brought = declared_facts(Configuration(read)).facts, built_in(realm)
        new = brought.of_new_clients(fact.name for fact in declared if fact.kind is Kind.CLIENT)
        return cls({**brought.facts, **new, **declared})

    def has(self, kind: Kind, owner: str, name: str) -> bool:
        """Whether something may be there."""
        return Fact(kind, owner, name) in self.facts

    def names(self, kind: Kind, owner: str) -> frozenset[str]:
        """Return the names of what may be there of something."""
        return frozenset(fact.name for fact in self.facts if (fact.kind, fact.owner) == (kind, owner))

    def owners(self, name: str, *kinds: Kind) -> frozenset[str]:
        """Return of what something of a name may be."""
        return frozenset(fact.owner for fact in self.facts if fact.kind in kinds and fact.name == name)

    def setting(self, owner: str, name: str) -> str:
        """Return the value that a setting may have, "" where it is to be off."""
        return self.facts.get(Fact(Kind.SETTING, owner, name), "")
