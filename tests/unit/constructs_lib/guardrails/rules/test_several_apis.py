"""Guardrails on a realm with several APIs: each keeps its audience and its roles to itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rules.grants.broad_grant import BroadGrant
from constructs_lib.guardrails.rules.tokens.audience import Audience
from constructs_lib.guardrails.rules.tokens.declared_claims import DeclaredClaims
from constructs_lib.guardrails.rules.tokens.roles_claim import RolesClaim
from stacks.app import review_app
from tests.support.declarations.apis import MODELS_OF_SEVERAL, several
from tests.support.declarations.declarations import PERSON
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.overridden import add, override, remove
from tests.support.declarations.page_snippets import page_environment

if TYPE_CHECKING:
    from constructs_lib.guardrails.rule import Rule
    from tests.support.declarations.our_stack import Change

pytestmark = pytest.mark.unit

MAPPER, CLIENT, SCOPE = (
    "keycloak_generic_protocol_mapper",
    "keycloak_openid_client",
    "keycloak_openid_client_scope",
)
OF_ANOTHER = {"claim.name": "roles", "usermodel.clientRoleMapping.clientId": "other"}
FOREIGN_ROLES = (
    "realm 'ml-prod', protocol mapper 'roles-features': it writes the claim 'roles' with the roles of another client "
    "than the API's"
)
NOT_MADE = "its mapper of '{}' is not made for sure, or not as it is declared"


@lru_cache
def ours() -> OurStack:
    """Return two APIs, and somebody who manages every model."""
    declaration = several(
        consumers={"batch": {"grants": {"fraud": ["predict"]}}},
        models={**MODELS_OF_SEVERAL, "users": {"api": "features", "actions": ["read", "manage"]}},
        groups={"admins": {"*": ["manage"]}},
        people={"ada": {**PERSON.model_dump(), "groups": ["admins"]}},
    )
    return OurStack(CheckedDeclaration(declaration))


@pytest.mark.parametrize(
    ("rule", "change", "fault"),
    [
        (
            DeclaredClaims(),
            remove(MAPPER, "Models_Audiences_audience"),
            f"realm 'ml-prod', client scope 'model.fraud.predict': {NOT_MADE.format('audience')}",
        ),
        (
            DeclaredClaims(),
            remove(MAPPER, "Apis_features_AccessRole_introspection"),
            f"realm 'ml-prod', client scope 'features-access': {NOT_MADE.format('introspection')}",
        ),
        (
            DeclaredClaims(),
            override(MAPPER, "Apis_scoring_ApiClient_audience", config={"included.custom.audience": "urn:b:c"}),
            f"realm 'ml-prod', client 'model-api': {NOT_MADE.format('audience')}",
        ),
        (
            DeclaredClaims(),
            remove(MAPPER, "AccessTokenScope_roles-features"),
            f"realm 'ml-prod', client scope 'ml-base': {NOT_MADE.format('roles-features')}",
        ),
        (
            RolesClaim(),
            override(MAPPER, "AccessTokenScope_roles-features", config=OF_ANOTHER),
            FOREIGN_ROLES,
        ),
        (
            Audience(),
            add(CLIENT, realm_id="ml-prod", client_id="mine", service_accounts_enabled=True),
            "realm 'ml-prod', client 'mine': no scope or mapper brings an audience",
        ),
    ],
)
def test_what_keeps_apis_apart_is_not_taken_away(rule: Rule, change: Change, fault: str) -> None:
    """A mapper that says whom a token is for, or whose roles are in it, is missed where it is gone or another."""
    assert fault in ours().faults_after(rule, change)


def test_declared_apis_pass() -> None:
    """What the construct makes of two APIs passes."""
    assert [fault for rule in (DeclaredClaims(), RolesClaim(), Audience()) for fault in ours().faults_after(rule)] == []


def test_managing_every_model_of_an_api_is_broad() -> None:
    """The role behind `*` is one of each API: each is told."""
    assert ours().faults_after(BroadGrant()) == [
        "realm 'ml-prod', keycloak_group_roles: 'every-model.features:manage' manages every model"
    ]


def test_environment_of_the_page_passes() -> None:
    """What docs/how-to/several-apis.md shows has no error but that of plain http, which tests need."""
    (review,) = review_app({"company": page_environment("several-apis", changes={"backend": {"type": "pg"}})})
    assert review.faults == ()
    assert {finding.rule.id for finding in review.findings if finding.level is Level.ERROR} == {"KC-TLS"}
