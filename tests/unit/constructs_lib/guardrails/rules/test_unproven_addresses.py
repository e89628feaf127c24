"""Addresses that change without a mail, where people of an identity provider are known by theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.guardrails.rules.identity.unproven_address import UnprovenAddress
from tests.support.declarations.declarations import declare
from tests.support.declarations.our_stack import OurStack
from tests.support.declarations.people_sources import OIDC
from tests.support.declarations.synthesis import NEWEST, OLDEST

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

MAIL = {"host": "m", "sender": "a@example.com"}
UNPROVEN = {"verify_email": False}
AS_KEYCLOAK = {"restrict_self_service": False}


def faults(
    features: ProviderFeatures, login: dict[str, bool], *, mail: bool = True, provider: bool = True
) -> list[str]:
    """Return what the rule says of a realm."""
    realm = {"name": "ml", "login": login, **({"smtp": MAIL} if mail else {})}
    declaration = declare(realm=realm, identity_providers={"okta": OIDC} if provider else {})
    return OurStack(CheckedDeclaration(declaration, features)).faults_after(UnprovenAddress())


@pytest.mark.parametrize(
    ("features", "login", "fault"),
    [
        (NEWEST, AS_KEYCLOAK, "people set their address themselves: restrict_self_service is off"),
        (OLDEST, AS_KEYCLOAK, "people set their address themselves: restrict_self_service is off"),
        (OLDEST, UNPROVEN, "people change their address without a mail: verify_email is off"),
    ],
)
def test_address_that_changes_without_a_mail_is_refused(
    features: ProviderFeatures, login: dict[str, bool], fault: str
) -> None:
    """Whoever takes the address of somebody who has no account yet would wait there."""
    assert faults(features, login) == [f"realm 'ml': {fault}"]


@pytest.mark.parametrize(
    ("features", "login", "more"),
    [
        (OLDEST, {}, {}),
        (NEWEST, UNPROVEN, {}),
        (OLDEST, UNPROVEN, {"mail": False}),
        (OLDEST, UNPROVEN, {"provider": False}),
        (NEWEST, AS_KEYCLOAK, {"provider": False}),
    ],
)
def test_address_that_a_mail_proves_passes(
    features: ProviderFeatures, login: dict[str, bool], more: dict[str, bool]
) -> None:
    """So it does where no mail sets a password, and where nobody comes from elsewhere."""
    assert faults(features, login, **more) == []
