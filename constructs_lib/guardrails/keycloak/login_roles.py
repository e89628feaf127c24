"""Roles by which a realm's login asks people for more than a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.login_steps import AfterPassword
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from constructs_lib.guardrails.keycloak.flows import same_realm

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["SECOND_FACTOR_ROLES", "has_brokered_people", "needs_second_factor", "second_factor_roles"]

SECOND_FACTOR_ROLES = frozenset(second_factor_role(factor) for factor in SECOND_FACTORS)
"""Realm roles whose holders need a second factor."""

# How the paths go of the roles, and end of that of people from identity providers.
_OWN, _BROKERED = "/SecondFactor/", "/BrokeredPeople"
_CONFIG = "keycloak_authentication_execution_config"
_NAMING = ("forceOtpRole", "skipOtpRole", "condUserRole")


def second_factor_roles(configuration: Configuration, realm: Resource) -> list[Resource]:
    """Return the roles that are, or should be, those of a second factor, of the realm that something is of."""
    return [
        each for each in _roles(configuration, realm) if _OWN in each.path or each.text("name") in SECOND_FACTOR_ROLES
    ]


def needs_second_factor(configuration: Configuration, realm: Resource) -> bool:
    """Tell whether some people of a realm need a second factor: its declaration, a role or a step's setting says so."""
    if second_factor_roles(configuration, realm) or any(each.second_factor for each in _asked(configuration, realm)):
        return True
    return any(_names_one(each) for each in configuration.resources(_CONFIG) if same_realm(each, realm))


def has_brokered_people(configuration: Configuration, realm: Resource) -> bool:
    """Tell whether some people of a realm log in at an identity provider alone: its declaration, or a role says so."""
    roles = _roles(configuration, realm)
    return any(each.brokers for each in _asked(configuration, realm)) or any(
        role.path.endswith(_BROKERED) or role.text("name") == BROKERED_ROLE for role in roles
    )


def _asked(configuration: Configuration, realm: Resource) -> list[AfterPassword]:
    """Return what the declarations of the realm that something is of ask after the password."""
    names = (realm.text("realm"), realm.text("realm_id"))
    declared = (each.declaration for each in configuration.declared)
    return [AfterPassword.of(each) for each in declared if each.realm.name in names]


def _roles(configuration: Configuration, realm: Resource) -> list[Resource]:
    return [each for each in configuration.resources("keycloak_role") if same_realm(each, realm)]


def _names_one(config: Resource) -> bool:
    return any(isinstance(value := config.setting(key), str) and value in SECOND_FACTOR_ROLES for key in _NAMING)
