"""`make token`: print an access token of a local environment, got as its principal gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.loopback import is_loopback
from constructs_lib.declaration.props import SecretAuth
from tools.errors import ToolError
from tools.reaching import known_variables, tell_given
from tools.target import load_target
from tools.tokens.assertion import assertion_request
from tools.tokens.login import token_of_person
from tools.tokens.realm import Realm
from tools.tokens.scopes import scope_faults

if TYPE_CHECKING:
    from pathlib import Path

    from constructs_lib.declaration.props import ApiProps, ConsumerProps
    from tools.target import Target

__all__ = ["print_token"]


def print_token(
    principal: str, name: str, *, scope: str = "", key: Path | None = None, application: str | None = None
) -> None:
    """Print a token to standard output, and nothing else there.

    A consumer with a secret and the API itself use the client credentials grant, a person logs in at an application.
    Of a consumer that signs assertions the request is printed, with a fresh assertion.

    Args:
        principal: Name of a consumer, a person or the API's client.
        name: Name of the environment.
        scope: What the token is for, scopes parted by spaces; left out, all that the principal was granted.
        key: The private key of a consumer that signs assertions.
        application: Where the person logs in; left out, an application of the environment.

    Raises:
        ToolError: The environment is not on this machine, there is no such principal, nobody but the principal itself
            can get its token, a key or an application is named for one that needs none (exit 2), or Keycloak refuses
            or does not answer.
    """
    target = load_target(name)
    realm = _realm(target)
    found = _consumer(target, principal)
    if found:
        client_id, consumer = found
        _needs_no(f"consumer '{client_id}'", key=key if isinstance(consumer.auth, SecretAuth) else None, at=application)
        text = _of_consumer(realm, client_id, consumer, scope, key)
    elif api := _api(target, principal):
        _needs_no(f"client '{principal}'", key=key, at=application)
        text = _of_api(realm, *api, scope)
    else:
        person = _person(target, principal)
        _needs_no(f"person '{person}'", key=key)
        text = token_of_person(realm, person, scope, application)
    print(text)  # noqa: T201 - the result


def _needs_no(who: str, *, key: Path | None, at: str | None = None) -> None:
    """Refuse what would be passed over in silence."""
    if key:
        raise ToolError(
            f"{who} signs nothing by a key: leave out KEY, which is for consumers with private_key_jwt", exit_code=2
        )
    if at:
        raise ToolError(f"{who} logs in at no application: leave out APPLICATION, which is for people", exit_code=2)


def _realm(target: Target) -> Realm:
    """Check that all is on this machine: what `.env` and the caller say as well."""
    declared = target.environment.keycloak.url
    if not target.is_on_loopback:
        raise ToolError(
            f"environment '{target.name}' is at {declared}: tokens are printed of a Keycloak on this machine alone",
            exit_code=2,
        )
    variables = known_variables(target)
    tell_given(target.given_url)
    recorded = variables.get("KEYCLOAK_URL") if target.is_local else None
    url = variables.get("TF_VAR_keycloak_url") or recorded or declared
    if not is_loopback(url):
        raise ToolError(
            f"TF_VAR_keycloak_url, or KEYCLOAK_URL in .env, is {url}, but environment '{target.name}' declares "
            f"{declared}: remove it",
            exit_code=2,
        )
    return Realm(target, url.rstrip("/"), variables)


def _consumer(target: Target, principal: str) -> tuple[str, ConsumerProps] | None:
    for access in target.environment.accesses().values():
        for name, consumer in access.consumers.items():
            ids = consumer.client_ids(name)
            if principal in (name, target.environment.realm.as_declared(name)) or principal in ids:
                return (principal if principal in ids else ids[-1]), consumer
    return None


def _person(target: Target, principal: str) -> str:
    environment = target.environment
    accesses = environment.accesses().values()
    people = [name for access in accesses for name in access.people]
    if principal in people:
        return principal
    known = [*(name for access in accesses for name in access.consumers), *people]
    known += [api.client_id for api in environment.every_api.values()]
    if not principal:
        command = target.repository.command(f"make token PRINCIPAL={known[0]} ENV={target.name}")
        raise ToolError(f"name whose token: {command}; there are {', '.join(known)}", exit_code=2)
    raise ToolError(
        f"environment '{target.name}' has no principal '{principal}': {hint(principal, known)}", exit_code=2
    )


def _askable(realm: Realm, client_id: str, consumer: ConsumerProps) -> list[str]:
    """Return the scopes that a consumer may ask for: one that kept its list of before an adoption has no others."""
    kept = realm.environment.kept.settings.get("keycloak_openid_client_optional_scopes", {}).get(client_id, {})
    offered = kept.get("optional_scopes")
    scopes = realm.policy.scopes(consumer.grants, every_model=consumer.every_model)
    return [each for each in scopes if not isinstance(offered, (list, tuple)) or each in offered]


def _of_consumer(realm: Realm, client_id: str, consumer: ConsumerProps, scope: str, key: Path | None) -> str:
    if consumer.dpop:
        raise ToolError(
            f"consumer '{client_id}' binds its tokens to a key of its own (dpop): printed, one serves nobody",
            exit_code=2,
        )
    scope = scope or " ".join(_askable(realm, client_id, consumer))
    faults = scope_faults(realm.policy, f"consumer '{client_id}'", realm.policy.consumer_scopes(consumer), scope)
    match consumer.auth:
        case SecretAuth():
            form = {**realm.credentials(client_id), "grant_type": "client_credentials"}
            return realm.token(form, client_id, scope, faults=faults)
        case _ if faults:
            raise ToolError(faults, exit_code=2)
        case _:
            return assertion_request(realm, client_id, consumer.auth, scope, key)


def _api(target: Target, principal: str) -> tuple[str, ApiProps] | None:
    """Return the API whose client is meant, with its key in the environment."""
    environment = target.environment
    for name, api in environment.every_api.items():
        if principal == api.client_id:
            return (f"apis.{name}" if environment.apis else name), api
    return None


def _of_api(realm: Realm, key: str, api: ApiProps, scope: str) -> str:
    if not api.service_accounts:
        raise ToolError(
            f"client '{api.client_id}' gets no token of its own: "
            f"set {key}.service_accounts to true, or name a consumer",
            exit_code=2,
        )
    form = {**realm.credentials(api.client_id), "grant_type": "client_credentials"}
    faults = scope_faults(realm.policy, f"client '{api.client_id}'", (), scope)
    return realm.token(form, api.client_id, scope, faults=faults)
