"""Small valid declarations that tests vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks import check_declaration
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.props import ApiProps, Declaration, LoginProps, ModelProps, PersonProps, RealmProps
from constructs_lib.ml_api_security import MlApiSecurity
from tests.support.declarations.synthesis import OLDEST, Synthesized, stack_with_provider, synthesize

if TYPE_CHECKING:
    from constructs_lib.declaration.checked_declaration import CheckedDeclaration
    from constructs_lib.declaration.provider_features import ProviderFeatures

__all__ = [
    "API",
    "MANY_MODELS",
    "MODELS",
    "NO_MAIL",
    "PERSON",
    "REALM",
    "build",
    "build_declaration",
    "declare",
    "faults",
]

NO_MAIL = LoginProps(verify_email=False)
REALM = RealmProps(name="ml-prod", login=NO_MAIL)
API = ApiProps(client_id="scorer")
PERSON = PersonProps(email="ada@example.com", first_name="Ada", last_name="Lovelace")
MODELS = {"fraud": ModelProps(actions=("predict", "explain")), "churn": ModelProps()}
MANY_MODELS = {**MODELS, **{f"fraud{number}": ModelProps() for number in range(40)}}
"""More than Envoy has one list of rules for; names begin alike."""


def declare(**values: object) -> Declaration:
    """Return a declaration of two models, with more or other values."""
    return Declaration.model_validate({"realm": REALM, "api": API, "models": MODELS, **values})


def faults(declaration: Declaration) -> list[str]:
    """Return what the checks say of a declaration, a line a fault."""
    try:
        check_declaration(declaration)
    except DeclarationError as error:
        return str(error).splitlines()
    return []


def build(
    *, realm: RealmProps = REALM, api: ApiProps = API, people: dict[str, PersonProps] | None = None
) -> Synthesized:
    """Synthesize a stack that holds nothing but the construct."""
    return build_declaration(Declaration(realm=realm, api=api, people=people or {}))


def build_declaration(
    declaration: Declaration | CheckedDeclaration[Declaration], features: ProviderFeatures = OLDEST
) -> Synthesized:
    """Synthesize a stack that holds nothing but the construct, with all that a declaration says."""
    stack = stack_with_provider()
    MlApiSecurity.from_declaration(stack, "Security", declaration, features=features)
    return synthesize(stack)
