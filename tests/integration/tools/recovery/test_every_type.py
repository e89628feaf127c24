"""Whatever a state lost of a type is imported, or made again: Keycloak holds what it held, each thing under its id."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.recovery.accounts import but_accounts
from tests.support.recovery.federated import federated
from tools.audit.live.snapshot import read_snapshot
from tools.recovery.made_again import MADE_AGAIN
from tools.recovery.natural_keys import FINDERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tests.support.project.own_repository import OwnRepository
    from tools.keycloak.server import KeycloakServer

# An environment with everything; what is lost of `demo-federated` is taken over in test_adoption.py.
pytestmark = [pytest.mark.integration, pytest.mark.long]

SECRETS = {"TF_VAR_ad_bind_credential": "read-only-9876543210"}
ACTIVE_DIRECTORY = """\
federation:
  ad:
    vendor: ad
    url: ldaps://ad.example.com
    bind:
      dn: cn=keycloak,ou=services,dc=example,dc=com
    users:
      dn: ou=people,dc=example,dc=com
"""
EDITS = {
    "federation:\n": ACTIVE_DIRECTORY,
    "  display_name: ML Federated\n": "  compatibility: {resource_access: true}\n",
    "    actions: [predict, explain]\n": "    actions: [predict, explain]\n    roles: {predict: legacy-role}\n",
}
# What constructs emit for providers that have it.
OF_NEWER_PROVIDERS = {
    f"keycloak_realm_{each}"
    for each in (
        "client_policy_profile",
        "client_policy_profile_policy",
        "client_registration_policy",
        "default_client_scopes",
        "optional_client_scopes",
    )
}
OF_PEOPLE = ("users", "members", "credentials", "role_users", "links", "linked")
# Counted, or told at another moment.
NOT_HELD = ("calls", "account_events", "unread")


@pytest.fixture(scope="module")
def repository(keycloak: KeycloakServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnRepository]:
    """An environment with everything that the constructs make."""
    folder = tmp_path_factory.mktemp("every-type")
    with federated("ml-every-type", folder=folder, keycloak=keycloak, edits=EDITS, secrets=SECRETS) as made:
        yield made


def held(repository: OwnRepository) -> dict[str, Any]:
    """Return all that the realm holds, in an order of its own."""
    found = read_snapshot(repository.keycloak.admin, repository.realm)
    return {each.name: _ordered(getattr(found, each.name)) for each in fields(found) if each.name not in NOT_HELD}


def lose(repository: OwnRepository, types: Collection[str]) -> set[str]:
    """Take everything of some types out of the states; return which of them there was."""
    lost: set[str] = set()
    for state in repository.states:
        content = json.loads(state.read_bytes())
        gone = [each for each in content["resources"] if each["mode"] == "managed" and each["type"] in types]
        lost |= {each["type"] for each in gone}
        content["resources"] = [each for each in content["resources"] if each not in gone]
        content["serial"] += 1
        state.write_text(json.dumps(content), encoding="utf-8")
    return lost


def changes(before: Any, after: Any, path: str = "") -> list[str]:  # noqa: ANN401 - Keycloak's JSON
    """Return what is another than before, with its place."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted({*before, *after})
        return [line for key in keys for line in changes(before.get(key), after.get(key), f"{path}/{key}")]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return [line for index, pair in enumerate(pairs) for line in changes(*pair, f"{path}/{index}")]
    return [] if before == after else [f"{path}: {before!r} -> {after!r}"]


def _ordered(value: Any) -> Any:  # noqa: ANN401 - Keycloak's JSON
    if isinstance(value, dict):
        # A deployment writes out what Keycloak left out: an empty text, or false, means the same.
        return {key: _ordered(each) for key, each in sorted(value.items()) if each not in (None, False, "", [], {})}
    if isinstance(value, list):
        return sorted((_ordered(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def test_what_no_import_takes_over_is_made_again(repository: OwnRepository) -> None:
    """All of it at once: the realm is as it was, and the next plan is empty."""
    before = held(repository)
    lost = lose(repository, MADE_AGAIN)
    assert MADE_AGAIN.keys() - OF_NEWER_PROVIDERS <= lost
    repository.deploy()
    assert changes(before, held(repository)) == []
    repository.assert_settled()


@pytest.mark.parametrize("kind", sorted(MADE_AGAIN))
def test_each_type_is_made_again_alone(repository: OwnRepository, kind: str) -> None:
    """Where the rest of the state is there, too."""
    before = held(repository)
    if not lose(repository, [kind]):
        assert kind in OF_NEWER_PROVIDERS
        return
    repository.deploy()
    assert changes(before, held(repository)) == []
    repository.assert_settled()


@pytest.mark.parametrize("kind", sorted(FINDERS))
def test_each_type_is_imported_alone(repository: OwnRepository, kind: str) -> None:
    """Each object comes back into the state under its own id, and nothing in Keycloak changes."""
    before, objects = held(repository), repository.objects()
    # What is in a realm would be in another one: without the realm, a state is lost as a whole.
    if not lose(repository, [kind] if kind != "keycloak_realm" else [*FINDERS, *MADE_AGAIN]):
        assert kind == "keycloak_kubernetes_identity_provider"  # which no construct emits
        return
    said = repository.deploy()
    assert "takes over what an earlier run made" in said.stderr
    # An account with a first password that nobody used is made anew (docs/decisions/taking-over.md).
    anew = kind in ("keycloak_realm", "keycloak_user")
    compare = but_accounts if anew else set
    assert compare(repository.objects()) == compare(objects)
    compared = before.keys() - (OF_PEOPLE if anew else ())
    after = held(repository)
    assert changes({key: before[key] for key in compared}, {key: after[key] for key in compared}) == []
    repository.assert_settled()
