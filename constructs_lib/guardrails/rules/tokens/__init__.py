"""Rules about what tokens say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.tokens.audience import Audience
from constructs_lib.guardrails.rules.tokens.built_in_audience import BuiltInAudience
from constructs_lib.guardrails.rules.tokens.client_lifespan import ClientLifespan
from constructs_lib.guardrails.rules.tokens.declared_claims import DeclaredClaims
from constructs_lib.guardrails.rules.tokens.group_path import GroupPath
from constructs_lib.guardrails.rules.tokens.machine_offline import MachineOffline
from constructs_lib.guardrails.rules.tokens.machine_refresh import MachineRefresh
from constructs_lib.guardrails.rules.tokens.mapper_kind import MapperKind
from constructs_lib.guardrails.rules.tokens.mapper_targets import MapperTargets
from constructs_lib.guardrails.rules.tokens.offline_undeclared import OfflineUndeclared
from constructs_lib.guardrails.rules.tokens.roles_claim import RolesClaim
from constructs_lib.guardrails.rules.tokens.roles_single import RolesSingle
from constructs_lib.guardrails.rules.tokens.saml_rights import SamlRights
from constructs_lib.guardrails.rules.tokens.scripts import Scripts
from constructs_lib.guardrails.rules.tokens.token_type import TokenType

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    Audience(),
    ClientLifespan(),
    DeclaredClaims(),
    GroupPath(),
    MachineOffline(),
    OfflineUndeclared(),
    MachineRefresh(),
    MapperTargets(),
    RolesSingle(),
    TokenType(),
    RolesClaim(),
    Scripts(),
    BuiltInAudience(),
    MapperKind(),
    SamlRights(),
)
"""The topic's rules."""
