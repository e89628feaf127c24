"""What somebody else made in Keycloak is not taken over: a file that declares it is refused, and nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.support.audit.by_hand import ByHand
from tests.support.project.own_repository import OwnRepository
from tools.audit.canonical import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

REALM = "ml-elses"
TEAM = "environments/demo/teams/risk.yaml"
PERSON = "\n  erin:\n    email: {email}\n    first_name: Erin\n    last_name: Evans\n    groups: [operators]\n"
CONSUMERS = """
  signer:
    auth:
      method: private_key_jwt
      jwks_url: https://signer.example.com/jwks
    grants:
      fraud-detector: [predict]
  nightly:
    grants:
      fraud-detector: [predict]
"""
SECRET = "known-to-somebody-else-0123456789"
Made = tuple[str, str]


@pytest.fixture(scope="module")
def repository(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRepository]:
    """`demo` with its teams, deployed."""
    made = OwnRepository.of("demo", REALM, folder=tmp_path_factory.mktemp("elses"), keycloak=keycloak)
    made.deploy()
    yield made
    made.remove_realm()


def _person(admin: KeycloakAdmin, **changes: object) -> str:
    body = {"username": "erin", "email": "erin@example.com", "enabled": True, **changes}
    return _created(admin, "users", body)


def _created(admin: KeycloakAdmin, path: str, body: dict[str, Any]) -> str:
    made = admin.request("POST", f"realms/{REALM}/{path}", json=body)
    return f"{path}/{made.headers['Location'].rpartition('/')[2]}"


def _admin_role(admin: KeycloakAdmin) -> tuple[str, list[dict[str, Any]]]:
    (client,) = admin.get(f"realms/{REALM}/clients", clientId="realm-management").json()
    role = admin.get(f"realms/{REALM}/clients/{client['id']}/roles/realm-admin").json()
    return f"role-mappings/clients/{client['id']}", [role]


def _give_admin(admin: KeycloakAdmin, at: str) -> None:
    path, roles = _admin_role(admin)
    admin.request("POST", f"realms/{REALM}/{at}/{path}", json=roles)


def _linked(admin: KeycloakAdmin) -> Made:
    at = _person(admin)
    link = {"identityProvider": "cluster", "userId": "1", "userName": "erin"}
    admin.request("POST", f"realms/{REALM}/{at}/federated-identity/cluster", json=link)
    return at, "person 'erin' exists in Keycloak, no state has it, and it holds what is not declared: a login by"


def _administrator(admin: KeycloakAdmin) -> Made:
    at = _person(admin)
    _give_admin(admin, at)
    return at, "declared: role realm-management/realm-admin: nothing was changed"


def _other_address(admin: KeycloakAdmin) -> Made:
    return _person(admin, email="erin@elsewhere.example"), "declared: an e-mail address other than the declared one:"


def _with_password(admin: KeycloakAdmin) -> Made:
    password = {"type": "password", "value": "chosen-by-erin-0123456789", "temporary": False}
    at = _person(admin, createdTimestamp=1_700_000_000_000, credentials=[password])
    return at, "declared: a credential (password): nothing was changed"


def _group(admin: KeycloakAdmin) -> Made:
    at = _created(admin, "groups", {"name": "operators"})
    _give_admin(admin, at)
    return (
        at,
        "group 'operators' exists in Keycloak, no state has it, and it holds what is not declared: role realm-man",
    )


def _client(admin: KeycloakAdmin) -> Made:
    body = {
        "clientId": "portal",
        "redirectUris": ["https://elsewhere.example/cb"],
        "serviceAccountsEnabled": True,
        "protocolMappers": [
            {"name": "roles", "protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper"},
        ],
    }
    with ByHand(admin, REALM).unjudged():
        at = _created(admin, "clients", body)
    account = admin.get(f"realms/{REALM}/{at}/service-account-user").json()
    _give_admin(admin, f"users/{account['id']}")
    return at, "other redirect URIs"


def _double(admin: KeycloakAdmin, of: str, client_id: str, secret: str, **attributes: str) -> str:
    """Make a client that is like a declared one, but that somebody else knows its secret."""
    (client,) = admin.get(f"realms/{REALM}/clients", clientId=of).json()
    body = {key: value for key, value in client.items() if key not in ("id", "protocolMappers", "access")}
    body |= {"clientId": client_id, "name": client_id, "secret": secret}
    return _created(admin, "clients", body | {"attributes": {**client["attributes"], **attributes}})


def _other_keys(admin: KeycloakAdmin) -> Made:
    at = _double(admin, "loan-batch", "signer", SECRET, **{"jwks.url": "https://elsewhere.example/jwks"})
    return at, "client 'signer' exists in Keycloak, no state has it, and it holds what is not declared: another JWKS"


def _disabled(admin: KeycloakAdmin) -> Made:
    return _person(admin, enabled=False), "declared: an account that is disabled: nothing was changed"


def _without_address(admin: KeycloakAdmin) -> Made:
    return _person(admin, email=None), "declared: an e-mail address other than the declared one:"


def _declared(repository: OwnRepository, email: str = "erin@example.com") -> None:
    """Let a team's file declare them."""
    file = repository.root / TEAM
    text = file.read_text()
    for key, added in (
        ("people", PERSON.format(email=email)),
        ("groups", "\n  operators:\n    fraud-detector: [predict]\n"),
        ("consumers", CONSUMERS),
        ("applications", "\n  portal:\n    redirect_uris: [https://portal.example.com/cb]\n"),
    ):
        line = f"\n{key}:"
        text = text.replace(line, f"{line}{added.rstrip()}") if line in text else f"{text.rstrip()}\n{key}:{added}"
    file.write_text(text)


MAKERS = [
    *(_administrator, _with_password, _group, _client, _other_keys),
    # Further accounts, which the same comparison refuses (tests/unit/tools/recovery/test_person_holdings.py).
    *(pytest.param(make, marks=pytest.mark.long) for make in (_linked, _other_address, _without_address, _disabled)),
]


@pytest.mark.parametrize("make", MAKERS)
def test_refused(make: Callable[[KeycloakAdmin], Made], repository: OwnRepository) -> None:
    """A team's file takes over no account, group or client that somebody else made or uses, not even locally."""
    admin, file = repository.keycloak.admin, repository.root / TEAM
    before = file.read_text()
    at, expected = make(admin)
    try:
        path = f"realms/{REALM}/{at}"
        found, states = as_text(admin.get(path).json()), [state.read_bytes() for state in repository.states]
        _declared(repository)
        result = repository.run("deploy", "demo")
        assert (result.returncode, expected in result.stderr) == (2, True), result.stdout + result.stderr
        assert "Traceback" not in result.stderr
        assert as_text(admin.get(path).json()) == found  # lists in no order
        assert [state.read_bytes() for state in repository.states] == states
        others = {"users": "operators", "groups": "portal", "clients": "operators"}[at.partition("/")[0]]
        assert f"'{others}'" not in result.stderr
        assert not admin.get(f"realms/{REALM}/groups", search="operators", exact="true").json() or at.startswith(
            "groups"
        )
    finally:
        file.write_text(before)
        admin.request("DELETE", f"realms/{REALM}/{at}")


def test_interrupted(repository: OwnRepository) -> None:
    """What holds no more than is declared is taken over, and what whoever made it knows opens nothing afterwards."""
    admin, file = repository.keycloak.admin, repository.root / TEAM
    before = file.read_text()
    group = _created(admin, "groups", {"name": "operators"})
    client = _double(admin, "payment-gateway", "nightly", SECRET)
    own = admin.request("POST", f"realms/{REALM}/{client}/registration-access-token").json()["registrationAccessToken"]
    password = {"type": "password", "value": SECRET, "temporary": True}
    person = _person(admin, firstName="Erin", lastName="Evans", credentials=[password])
    assert _granted(repository) == (200, 200)
    assert _registered(repository, own) == 200
    try:
        _declared(repository)
        said = repository.deploy()
        assert "takes over what an earlier run made: " in said.stderr
        for each in ("group 'operators'", "client 'nightly'", "person 'erin', who has not used the first password yet"):
            assert each in said.stderr
        assert admin.get(f"realms/{REALM}/{group}").json()["clientRoles"] == {"model-api": ["fraud-detector:predict"]}
        assert admin.get(f"realms/{REALM}/{client}").json()["clientId"] == "nightly"
        assert _granted(repository) == (200, 401)
        assert _registered(repository, own) == 401
        assert admin.find(f"realms/{REALM}/{person}") is None
        repository.assert_settled()
    finally:
        file.write_text(before)


def _granted(repository: OwnRepository) -> tuple[int, int]:
    """Return what Keycloak answers to the client with the secret that is its own, and with the one that they know."""
    admin, url = repository.keycloak.admin, f"{repository.keycloak.admin.url}/realms/{REALM}"
    (client,) = admin.get(f"realms/{REALM}/clients", clientId="nightly").json()
    forms = (
        {"grant_type": "client_credentials", "client_id": "nightly", "client_secret": secret}
        for secret in (client["secret"], SECRET)
    )
    own, known = (httpx.post(f"{url}/protocol/openid-connect/token", data=form).status_code for form in forms)
    return own, known


def _registered(repository: OwnRepository, token: str) -> int:
    """Return what the endpoint answers by which a client reads and changes its own settings (OIDC registration)."""
    url = f"{repository.keycloak.admin.url}/realms/{REALM}/clients-registrations/default/nightly"
    return httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code
