"""A realm that brokers, and the other organization's realm: registered with each other, and a person between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.people.brokered_person import BrokeredPerson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import PersonProps
    from stacks.environment import Environment
    from tests.support.realms.corporate_realm import CorporateRealm
    from tests.support.realms.live_environment import LiveEnvironment

__all__ = ["broker_endpoint", "brokered_person", "register_by_key", "with_one_provider"]


def broker_endpoint(live: LiveEnvironment, alias: str) -> str:
    """Return where a provider sends its answers: the redirect URI of the docs."""
    return f"{live.endpoints.issuer}/broker/{alias}/endpoint"


def with_one_provider(environment: Environment, alias: str, people: Mapping[str, PersonProps]) -> Environment:
    """Return an environment with one of its identity providers alone, and with these people."""
    provider = {alias: environment.identity_providers[alias]}
    return environment.model_copy(update={"people": dict(people), "identity_providers": provider})


def register_by_key(live: LiveEnvironment, corporate: CorporateRealm, alias: str) -> None:
    """Register the realm at a provider as the client `ml-platform`, which proves itself by the realm's own key."""
    keys = {"use.jwks.url": "true", "jwks.url": live.endpoints.jwks_uri, "token.endpoint.auth.signing.alg": "ES256"}
    corporate.add_oidc_client(
        "ml-platform", broker_endpoint(live, alias), clientAuthenticatorType="client-jwt", attributes=keys
    )


def brokered_person(live: LiveEnvironment, corporate: CorporateRealm, username: str, alias: str) -> BrokeredPerson:
    """Return a person of the company with a new browser, at the application `notebook`.

    Args:
        live: The realm that brokers.
        corporate: The company's realm.
        username: Name there.
        alias: The provider; without one the person stays at the realm's own page.
    """
    redirect_uri, *_ = live.environment.applications["notebook"].redirect_uris
    return BrokeredPerson(
        username, alias, "notebook", redirect_uri, live.endpoints, corporate.endpoints, corporate.password
    )
