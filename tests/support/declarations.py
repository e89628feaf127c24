"""Small valid declarations that tests vary."""

from __future__ import annotations

from cdktf_cdktf_provider_keycloak.provider import KeycloakProvider

from constructs_lib.ml_api_security import MlApiSecurity
from constructs_lib.props import ApiProps, LoginProps, PersonProps, RealmProps
from tests.support.synthesis import Synthesized, new_stack, synthesize

__all__ = ["API", "NO_MAIL", "PERSON", "REALM", "build"]

NO_MAIL = LoginProps(verify_email=False)
REALM = RealmProps(name="ml-prod", login=NO_MAIL)
API = ApiProps(client_id="scorer")
PERSON = PersonProps(email="ada@example.com", first_name="Ada", last_name="Lovelace")


def build(
    *, realm: RealmProps = REALM, api: ApiProps = API, people: dict[str, PersonProps] | None = None
) -> Synthesized:
    """Synthesize a stack that holds nothing but the construct."""
    stack = new_stack()
    KeycloakProvider(stack, "keycloak", url="https://sso.example.com", client_id="deployer")
    MlApiSecurity(stack, "Security", realm=realm, api=api, people=people)
    return synthesize(stack)
