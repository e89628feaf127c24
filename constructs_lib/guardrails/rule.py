"""What a guardrail is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from constructs_lib.guardrails.level import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["Level", "Rule"]


class Rule(ABC):
    """One rule, one file, one instance named in its topic's `__init__.py`.

    What is known only at apply passes: a rule objects to what it can see. An argument that it asks for and that cannot
    be read is reported by KC-UNREAD.
    """

    id: ClassVar[str]
    """`KC-…`: what exemptions and reports name."""
    level: ClassVar[Level] = Level.ERROR
    """What a violation does."""
    info: ClassVar[str]
    """What is wrong, in a few words."""
    why: ClassVar[str]
    """Why it matters."""
    source: ClassVar[str]
    """Where it is required: OWASP ASVS 5.0, RFC, Keycloak guide."""
    remedy: ClassVar[str]
    """How to mend it, in the imperative."""

    bounded: ClassVar[bool] = False
    """An exemption says in `actions` what it allows, so that nobody can widen it afterwards."""

    exemptable: ClassVar[bool] = True
    """An exemption may say that it does not matter somewhere."""

    by_argument: ClassVar[bool] = False
    """An exemption says in `arguments` what may be another than declared."""

    gives_way: ClassVar[bool] = False
    """Where another rule objects to the argument of a violation as an error, that is enough: this one is silent."""

    needless_with_write_only: ClassVar[bool] = False
    """It has nothing to say where the provider has write-only arguments: an exemption that an older one needs stays."""

    needless_on_loopback: ClassVar[bool] = False
    """It has nothing to say where Keycloak is on this machine (`constructs_lib.guardrails.on_loopback`)."""

    @abstractmethod
    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Yield what violates the rule."""
