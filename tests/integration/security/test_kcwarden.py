"""What kcwarden, an auditor of Keycloak realms by others, finds in the live realms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.auditors.explanations import KCWARDEN
from tests.support.auditors.kcwarden import kcwarden_findings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.integration.security.prod_realm import ProdRealm
    from tests.support.auditors.kcwarden import KcwardenFinding
    from tests.support.baseline.shown_answers import ShownAnswers
    from tests.support.realms.default_realm import DefaultRealm
    from tests.support.realms.live_environment import LiveEnvironment

pytestmark = [pytest.mark.integration, pytest.mark.security]

BY_DEFAULT = "Keycloak's defaults"


@pytest.fixture(scope="module")
def found(
    dev: LiveEnvironment,
    demo: LiveEnvironment,
    prod: ProdRealm,
    defaults: DefaultRealm,
    tmp_path_factory: pytest.TempPathFactory,
) -> Mapping[str, list[KcwardenFinding]]:
    """What it finds, by environment."""
    folder: Path = tmp_path_factory.mktemp("kcwarden")
    realms = {"dev": dev.realm, "demo": demo.realm, "prod": prod.name, BY_DEFAULT: defaults.name}
    return {name: kcwarden_findings(dev.admin, realm, folder) for name, realm in realms.items()}


@pytest.mark.parametrize("name", ["dev", "demo", "prod"])
def test_every_finding_is_explained(name: str, found: Mapping[str, list[KcwardenFinding]], shown: ShownAnswers) -> None:
    """Nothing above *info* stands in a realm that docs/reference/security.md does not explain by name."""
    shown.audit("kcwarden", name, *map(str, found[name]))
    explained = {(each.check, entity) for each in KCWARDEN if name in each.environments for entity in each.entities}
    above = {(finding.auditor, finding.entity) for finding in found[name] if not finding.is_info}
    assert above - explained == set()


def test_every_explanation_is_needed(found: Mapping[str, list[KcwardenFinding]]) -> None:
    """No explanation outlives its finding."""
    needed = {(name, finding.auditor, finding.entity) for name, found_there in found.items() for finding in found_there}
    explained = {
        (name, each.check, entity) for each in KCWARDEN for name in each.environments for entity in each.entities
    }
    assert explained - needed == set()


def test_more_is_found_by_default(found: Mapping[str, list[KcwardenFinding]], shown: ShownAnswers) -> None:
    """A realm in which nobody set anything has findings that ours have not: kcwarden can tell."""
    default = found[BY_DEFAULT]
    shown.audit("kcwarden", BY_DEFAULT, *map(str, default))
    above = {finding.auditor for finding in default if not finding.is_info}
    assert above - {finding.auditor for finding in found["prod"]} >= {
        "ConfidentialClientShouldEnforcePKCE",
        "PasswordPolicyMissing",
        "RefreshTokensShouldBeRevokedAfterUse",
    }
