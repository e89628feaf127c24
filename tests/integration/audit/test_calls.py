"""How many calls an audit takes, and how long it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.synthesis import synthesize_stacks
from tools.audit.audit import audit
from tools.audit.live.snapshot import read_snapshot
from tools.benchmark.admin_rest import create_by_rest
from tools.benchmark.large_environment import LargeEnvironment
from tools.benchmark.size import LARGE, Size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = pytest.mark.integration

FEW, MANY = Size(6, 4, 6, 1), Size(6, 4, 24, 1)
MOST_S = 60.0


@pytest.fixture
def admin(keycloak: KeycloakServer) -> Iterator[KeycloakAdmin]:
    """The server, without the realms of these tests afterwards."""
    yield keycloak.admin
    for realm in ("audit-few", "audit-many", "ml-large"):
        keycloak.admin.delete_realm(realm)


def test_calls_do_not_grow_with_grants(admin: KeycloakAdmin) -> None:
    """Four times as many grants take as many calls, and all of them are seen."""
    create_by_rest(admin, "audit-few", FEW)
    create_by_rest(admin, "audit-many", MANY)
    few, many = read_snapshot(admin, "audit-few"), read_snapshot(admin, "audit-many")

    granted = [sum(map(len, each.role_users.values())) for each in (few, many)]
    assert granted == [FEW.grants, MANY.grants]
    assert few.calls == many.calls


@pytest.mark.long
def test_large_realm(admin: KeycloakAdmin, keycloak: KeycloakServer, tmp_path: Path) -> None:
    """A realm of 1,000 consumers and 200 models, all of which differ from what is declared, takes under a minute."""
    large = LargeEnvironment(tmp_path / "environments", LARGE, url=keycloak.url)
    large.write()
    environment = EnvironmentFiles(large.folder).load(large.name)
    stacks = {name: each.json for name, each in synthesize_stacks(large.name, environment).items()}
    create_by_rest(admin, large.realm, LARGE)

    started = time.monotonic()
    found = audit(admin, large.name, environment, stacks)
    seconds = time.monotonic() - started

    print(f"{seconds:.1f} s, {found.calls} calls, {len(found.findings)} findings")  # noqa: T201 - what was measured
    assert len(found.findings) > LARGE.consumers
    assert seconds < MOST_S
