"""All rules, in the order of the declaration."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.access_rules import access_rule_findings
from constructs_lib.declaration.checks.apis import api_findings
from constructs_lib.declaration.checks.bindings import binding_findings
from constructs_lib.declaration.checks.bound_roles import bound_role_findings
from constructs_lib.declaration.checks.claimed_groups import claimed_group_findings
from constructs_lib.declaration.checks.clashes import clash_findings
from constructs_lib.declaration.checks.client_registration import client_registration_findings
from constructs_lib.declaration.checks.exchange import exchange_findings
from constructs_lib.declaration.checks.grants import grant_findings
from constructs_lib.declaration.checks.groups import group_findings
from constructs_lib.declaration.checks.issuers import issuer_findings
from constructs_lib.declaration.checks.joined_realm import joined_realm_findings
from constructs_lib.declaration.checks.lifespans import lifespan_findings
from constructs_lib.declaration.checks.mcp import mcp_findings
from constructs_lib.declaration.checks.names import name_findings
from constructs_lib.declaration.checks.people_sources import people_source_findings
from constructs_lib.declaration.checks.realm import realm_findings
from constructs_lib.declaration.checks.renames import rename_findings
from constructs_lib.declaration.checks.second_factor import second_factor_findings
from constructs_lib.declaration.checks.storage import storage_findings
from constructs_lib.declaration.checks.team_grants import team_grant_findings
from constructs_lib.declaration.checks.texts import text_findings
from constructs_lib.declaration.checks.urls import url_findings
from constructs_lib.declaration.declaration_error import DeclarationError, Finding
from constructs_lib.declaration.provider_features import ProviderFeatures

if TYPE_CHECKING:
    from constructs_lib.declaration.props import Declaration

__all__ = ["MOST_FINDINGS", "check_declaration"]

MOST_FINDINGS = 100
"""As many faults as somebody reads at once."""

_RULES = (
    realm_findings,
    joined_realm_findings,
    lifespan_findings,
    url_findings,
    name_findings,
    rename_findings,
    bound_role_findings,
    api_findings,
    mcp_findings,
    text_findings,
    clash_findings,
    grant_findings,
    team_grant_findings,
    group_findings,
    issuer_findings,
    binding_findings,
    people_source_findings,
    claimed_group_findings,
    exchange_findings,
    second_factor_findings,
    access_rule_findings,
)

_RULES_OF_PROVIDERS = (client_registration_findings, storage_findings)
"""What not every accepted provider can do."""


def check_declaration(declaration: Declaration, *, features: ProviderFeatures | None = None) -> None:
    """Check what one declaration says as a whole.

    Args:
        declaration: What is declared.
        features: What the provider can do; defaults to what all accepted versions can.

    Raises:
        DeclarationError: With every finding, not just the first, up to what somebody reads at once.
    """
    able = features or ProviderFeatures()
    every = chain(
        (finding for rule in _RULES for finding in rule(declaration)),
        (finding for rule in _RULES_OF_PROVIDERS for finding in rule(declaration, able)),
    )
    findings = list(islice(every, MOST_FINDINGS))
    if len(findings) == MOST_FINDINGS:  # a search for names that are near takes its time for each
        more = f"realm '{declaration.realm.name}': there may be more faults than these: fix these first"
        findings[-1] = Finding(findings[-1].path, more)
    if findings:
        raise DeclarationError(findings)
