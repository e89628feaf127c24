"""What somebody else made in Keycloak is not taken over: a file that declares it is refused, and nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.project.own_repository import OwnRepository
from tools.audit.canonical import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

REALM = "ml-elses"
TEAM = "environments/demo/teams/risk.yaml"
PERSON = "\n  erin:\n    email: {email}\n    first_name: Erin\n    last_name: Evans\n    groups: [operators]\n"
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
    at = _created(admin, "clients", body)
    account = admin.get(f"realms/{REALM}/{at}/service-account-user").json()
    _give_admin(admin, f"users/{account['id']}")
    return at, "other redirect URIs"


def _declared(repository: OwnRepository, email: str = "erin@example.com") -> None:
    """Let a team's file declare the three."""
    file = repository.root / TEAM
    text = file.read_text()
    for key, added in (
        ("people", PERSON.format(email=email)),
        ("groups", "\n  operators:\n    fraud-detector: [predict]\n"),
        ("applications", "\n  portal:\n    redirect_uris: [https://portal.example.com/cb]\n"),
    ):
        line = f"\n{key}:"
        text = text.replace(line, f"{line}{added.rstrip()}") if line in text else f"{text.rstrip()}\n{key}:{added}"
    file.write_text(text)


@pytest.mark.parametrize("make", [_linked, _administrator, _other_address, _with_password, _group, _client])
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
    """What holds no more than is declared is taken over: an account and a group without anything."""
    admin, file = repository.keycloak.admin, repository.root / TEAM
    before = file.read_text()
    group = _created(admin, "groups", {"name": "operators"})
    try:
        _declared(repository)
        said = repository.deploy()
        assert "takes over what an earlier run made: group 'operators'" in said.stderr
        assert admin.get(f"realms/{REALM}/{group}").json()["clientRoles"] == {"model-api": ["fraud-detector:predict"]}
        repository.assert_settled()
    finally:
        file.write_text(before)
