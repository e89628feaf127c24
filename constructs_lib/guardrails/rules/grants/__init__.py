"""Rules about who is granted what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rules.grants.access_rule import AccessRule
from constructs_lib.guardrails.rules.grants.admin_permission import AdminPermission
from constructs_lib.guardrails.rules.grants.admin_role import AdminRole
from constructs_lib.guardrails.rules.grants.broad_grant import BroadGrant
from constructs_lib.guardrails.rules.grants.composite_role import CompositeRole
from constructs_lib.guardrails.rules.grants.declared_grant import DeclaredGrant
from constructs_lib.guardrails.rules.grants.default_group import DefaultGroup
from constructs_lib.guardrails.rules.grants.exhaustive import Exhaustive
from constructs_lib.guardrails.rules.grants.group_factor import GroupFactor
from constructs_lib.guardrails.rules.grants.team_every_model import TeamEveryModel
from constructs_lib.guardrails.rules.grants.team_group import TeamGroup
from constructs_lib.guardrails.rules.grants.undeclared_group import UndeclaredGroup
from constructs_lib.guardrails.rules.grants.undeclared_role import UndeclaredRole
from constructs_lib.guardrails.rules.grants.whole_list import WholeList

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = (
    AccessRule(),
    AdminPermission(),
    AdminRole(),
    BroadGrant(),
    CompositeRole(),
    DeclaredGrant(),
    DefaultGroup(),
    Exhaustive(),
    GroupFactor(),
    TeamEveryModel(),
    TeamGroup(),
    UndeclaredGroup(),
    UndeclaredRole(),
    WholeList(),
)
"""The topic's rules."""
