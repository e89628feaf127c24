"""A declaration that passed every check, with what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.access_rules import AccessRules
from constructs_lib.declaration.checks import MOST_FINDINGS, check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.group_origins import group_origins
from constructs_lib.declaration.props import Declaration
from constructs_lib.declaration.provider_features import ProviderFeatures
from constructs_lib.declaration.realm_names import with_realm_names
from constructs_lib.declaration.this_day import this_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from constructs_lib.declaration.broken_rule import BrokenRule
    from constructs_lib.declaration.group_origins import GroupOrigin

__all__ = ["CheckedDeclaration"]

Declared_co = TypeVar("Declared_co", bound=Declaration, covariant=True)


@dataclass(frozen=True)
class CheckedDeclaration(Generic[Declared_co]):
    """A declaration and what it is synthesized for: to make one is to check it, so that nobody checks it again.

    Attributes:
        declaration: What is declared; of a realm that is joined, by the names that clients have there.
        features: What the provider and Terraform can do; defaults to what all accepted versions can.
        keeps_rules: Grants that break one of its access rules are refused, too. Else `broken_rules` has them, for those
            who list what is wrong; a guardrail stops a synth of it.
        today: The day that it is synthesized for: grants that have ended are no part of it.

    Raises:
        DeclarationError: The declaration contradicts itself, or breaks its rules; one line a finding.
    """

    declaration: Declared_co
    features: ProviderFeatures = field(default_factory=ProviderFeatures)
    keeps_rules: bool = True
    today: dt.date = field(default_factory=this_day)

    def __post_init__(self) -> None:
        """Check it as it is written, then take the names that its clients have in the realm."""
        check_declaration(self.declaration, features=self.features)
        object.__setattr__(self, "declaration", with_realm_names(self.declaration))
        if self.keeps_rules and self.broken_rules:
            raise DeclarationError([broken.finding(self.declaration.realm.name) for broken in self.broken_rules])

    @classmethod
    def of(
        cls,
        declaration: Declared_co | CheckedDeclaration[Declared_co],
        features: ProviderFeatures | None = None,
    ) -> CheckedDeclaration[Declared_co]:
        """Check a declaration, unless it was checked.

        Args:
            declaration: What is declared.
            features: What the provider and Terraform can do; defaults to what all accepted versions can, or to what the
                declaration was checked for.

        Raises:
            DeclarationError: The declaration contradicts itself.
            ValueError: It was checked for other features.
        """
        if not isinstance(declaration, CheckedDeclaration):
            return CheckedDeclaration(declaration, features or ProviderFeatures())
        if features not in (None, declaration.features):
            raise ValueError(
                f"the declaration of realm '{declaration.declaration.realm.name}' was checked for other features: "
                "pass it unchecked, or leave out features"
            )
        return declaration

    @cached_property
    def policy(self) -> AccessPolicy:
        """Who may call what."""
        return AccessPolicy(self.declaration, self.today)

    @cached_property
    def broken_rules(self) -> tuple[BrokenRule, ...]:
        """The grants that break one of the access rules, and who lacks what one asks for."""
        return tuple(islice(AccessRules(self.declaration, self.policy).broken(), MOST_FINDINGS))

    @cached_property
    def origins(self) -> Mapping[str, Sequence[GroupOrigin]]:
        """Which people that are not declared belong to which group, by the group's name."""
        return group_origins(self.declaration)

    @property
    def writes_secrets_only(self) -> bool:
        """Whether clients' secrets go to write-only arguments, so that no state holds them.

        `secret_storage` decides; left out, it is so wherever provider and Terraform can do it.
        """
        if self.declaration.secret_storage is not None:
            return self.declaration.secret_storage == "write_only"  # noqa: S105 - a kind of storage
        return self.features.write_only_secrets and self.features.write_only_arguments
