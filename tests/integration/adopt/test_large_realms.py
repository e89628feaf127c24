"""Realms in the style of public exports are taken over: many clients, nested groups, composites, flows, brokers."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.adoption.adopted import Adopted
from tests.support.adoption.callers import Callers
from tests.support.adoption.large_parts import add_directory, add_parts
from tests.support.adoption.large_realm import LARGE_PASSWORD, large_callers, large_realm, large_secret
from tests.support.adoption.styles import STYLES
from tests.support.servers.ldap_entries import directory_ldif
from tests.support.servers.ldap_server import LdapServer
from tools.local_secrets import random_secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.support.servers.tls_listener import TlsListener
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

_WITHOUT_A_VALUE = {
    *("config.batchSizeForSync=['1000']", "config.changedSyncPeriod=['-1']", "config.fullSyncPeriod=['-1']"),
    *("config.useTruststoreSpi=['always']", "config.priority=['0']"),
}
"""What Keycloak does with a directory of which nobody has set it."""
_CLIENTS, _PEOPLE = 14, 11
READER_PASSWORD = "a-reader-of-before-1A"


def _taken_over(
    realm: dict[str, Any],
    callers: Callers,
    folder: Path,
    keycloak: KeycloakServer,
    directories: Mapping[str, LdapServer] = MappingProxyType({}),
) -> None:
    name = callers.realm
    ours = Adopted.in_folder(folder, keycloak, realm)
    try:
        add_parts(keycloak.admin, name)
        for called, directory in directories.items():
            add_directory(keycloak.admin, name, called, directory.url, READER_PASSWORD)
            lena = {"grant_type": "password", "client_id": "cli", "username": "lena", "password": LARGE_PASSWORD}
            callers = Callers(keycloak.url, name, {**callers.forms, "lena of the directory": lena})
            callers.tokens()  # copies her account
        ids, tokens, sources = ours.ids(), callers.tokens(), ours.sources()
        # Of person9 the account is disabled.
        assert {
            name: token["refused"] for name, token in tokens.items() if "refused" in token and "person9" not in name
        } == {}
        said = ours.adopt()
        assert "changes 0 and destroys none" in said
        written = ours.written
        assert not [each for each in (LARGE_PASSWORD, large_secret("batch-0"), "a-secret-of-before") if each in written]
        assert ours.declared("identity_providers") == ["workforce"]
        assert ours.declared("federation") == [each for each in directories if " " not in each]
        ours.take_over(ids, callers, tokens)
        now = ours.sources()
        assert {name: {key: now[name].get(key) for key in set_} for name, set_ in sources.items()} == sources
        # What nobody had set, the provider writes out as what it is without a value.
        written_out = {f"{key}={now[name][key]}" for name, set_ in sources.items() for key in now[name].keys() - set_}
        assert written_out <= _WITHOUT_A_VALUE
        ours.assert_nothing_is_left()
    finally:
        ours.remove_realm()


@pytest.mark.long
def test_adopted(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """A realm with all kinds of things in it: callers notice nothing, and the next plan is empty."""
    name = "adopt-corporate"
    realm = large_realm(name, "corporate", clients=_CLIENTS, people=_PEOPLE)
    callers = large_callers(keycloak.url, name, clients=_CLIENTS, people=_PEOPLE)
    _taken_over(realm, callers, tmp_path, keycloak)


@pytest.fixture
def directory(tls: TlsListener, tmp_path: Path) -> Iterator[LdapServer]:
    """A directory with one person."""
    ldif = directory_ldif(reader_password=READER_PASSWORD, passwords={"lena": LARGE_PASSWORD}, members={})
    server = LdapServer.create(tmp_path / "slapd", tls, ldif=ldif, administrator_password=random_secret())
    server.start()
    yield server
    server.stop()


@pytest.mark.long
@pytest.mark.parametrize("style", STYLES)
def test_adopted_whole(style: str, keycloak: KeycloakServer, directory: LdapServer, tmp_path: Path) -> None:
    """The same with 50 clients, 40 people and a directory, and with other settings of the realm."""
    (tmp_path / "repository").mkdir()
    name = f"adopt-{style}"
    callers = large_callers(keycloak.url, name)
    # A file cannot call a directory by a name with spaces.
    called = "Corporate Directory" if style == "quickstart" else "corporate-directory"
    _taken_over(large_realm(name, style), callers, tmp_path / "repository", keycloak, {called: directory})
