"""Whatever the constructs emit can be taken over: by an import, or by making it again without a loss."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from stacks.environment import Environment
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.synthesis import NEWEST, OLDEST, synthesize_stacks
from tests.support.project.checkout import ROOT
from tools.recovery.made_again import MADE_AGAIN
from tools.recovery.natural_keys import FINDERS

if TYPE_CHECKING:
    from constructs_lib.declaration.provider_features import ProviderFeatures

pytestmark = pytest.mark.unit

_CONSTRUCTS = [
    path
    for room in ("realm", "models", "access", "terraform")
    for path in (ROOT / "constructs_lib" / room).glob("*.py")
]
_IMPORTED = re.compile(r"from constructs_lib\.cdk\.keycloak import (\([^)]*\)|[^\n(]*)")
_WRITTEN_OUT = re.compile(r'"(keycloak_[a-z_]+[a-z])"')
# Blocks of a resource, data sources, and what is called otherwise than its type.
_NO_RESOURCES = re.compile(
    r"Data\w+|KeycloakProvider|(?:Realm(?!Events|Keystore)|User(?!Groups|Roles|Template)|OpenidClient(?!Default|Optional|Scope)|LdapUserFederation)\w+"
)
_CALLED = {"AuthenticationExecutionConfigA": "AuthenticationExecutionConfig"}


def emitted(environment: Environment, features: ProviderFeatures) -> set[str]:
    """Return the types in an environment's Terraform JSON."""
    return {
        kind for stack in synthesize_stacks("rich", environment, features).values() for kind in stack.json["resource"]
    }


def rich() -> Environment:
    """Return an environment with people of every source, claims of before and bound roles."""
    data: dict[str, Any] = EnvironmentFiles().load("demo-federated").model_dump(exclude_unset=True)
    data["federation"]["ad"] = {**data["federation"]["corp-ldap"], "vendor": "ad"}
    data["federation"]["ad"].pop("groups")
    data["realm"]["compatibility"] = {"realm_access": ["analyst"], "resource_access": True}
    data["models"]["churn-model"]["roles"] = {"predict": "legacy-role"}
    return Environment.model_validate(data)


def test_a_type_is_imported_or_made_again() -> None:
    """Never both, so that it is known which."""
    assert FINDERS.keys() & MADE_AGAIN.keys() == set()


@pytest.mark.parametrize("features", [OLDEST, NEWEST], ids=["4.5.0", "5.9.0"])
def test_every_emitted_type_is_known(features: ProviderFeatures) -> None:
    """A construct that emits another type comes with the way in which that is taken over."""
    assert emitted(rich(), features) - {*FINDERS, *MADE_AGAIN} == set()


def test_every_type_of_the_code_is_known() -> None:
    """Those too that no environment of these tests emits."""
    text = [path.read_text(encoding="utf-8") for path in _CONSTRUCTS]
    names = {
        name
        for each in text
        for found in _IMPORTED.findall(each)
        for name in re.findall(r"\w+", re.sub(r" as \w+", "", found))
    }
    resources = {_CALLED.get(name, name) for name in names if not _NO_RESOURCES.fullmatch(name)}
    kinds = {"keycloak" + re.sub(r"(?=[A-Z])", "_", name).lower() for name in resources}
    kinds |= {kind for each in text for kind in _WRITTEN_OUT.findall(each)}
    assert kinds - {*FINDERS, *MADE_AGAIN} == set()
    assert len(kinds) > 30


def test_nothing_is_known_that_nobody_emits() -> None:
    """A type that is gone goes here, too; which of two a provider has, `ProviderFeatures` says."""
    text = "".join(path.read_text(encoding="utf-8") for path in _CONSTRUCTS)
    known = emitted(rich(), OLDEST) | emitted(rich(), NEWEST) | set(_WRITTEN_OUT.findall(text))
    assert {*FINDERS, *MADE_AGAIN} - known <= {"keycloak_kubernetes_identity_provider"}
