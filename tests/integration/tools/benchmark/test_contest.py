"""The three ways that a benchmark compares deploy the same, and leave nothing behind."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tools.benchmark.contest import Contest
from tools.benchmark.report import results_table
from tools.benchmark.size import Size

if TYPE_CHECKING:
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin
    from tools.keycloak.server import KeycloakServer

pytestmark = [pytest.mark.integration, pytest.mark.first]

TINY = Size(consumers=4, models=3, grants=8, teams=2)
NAME = "tiny-benchmark"
REALMS = {"REST": f"{NAME}-rest", "HCL": f"{NAME}-hcl", "us": f"ml-{NAME}"}


def granted(admin: KeycloakAdmin, realm: str) -> dict[str, list[str]]:
    """Return the roles of the API that each consumer's service account has."""
    at = f"realms/{realm}"
    clients = {client["clientId"]: client["id"] for client in admin.get(f"{at}/clients").json()}
    found = {}
    for consumer in TINY.consumer_names():
        account = admin.get(f"{at}/clients/{clients[consumer]}/service-account-user").json()["id"]
        roles = admin.get(f"{at}/users/{account}/role-mappings/clients/{clients['model-api']}").json()
        found[consumer] = sorted(role["name"] for role in roles)
    return found


@pytest.mark.long
def test_all_deploy_the_same(keycloak: KeycloakServer, tmp_path: Path) -> None:
    """Each way ends with the declared grants; what it cost becomes a table, and no realm stays."""
    shutil.copy(keycloak.dotenv, tmp_path / ".env")
    declared = {
        name: sorted(f"{model}:predict" for model in TINY.granted(index))
        for index, name in enumerate(TINY.consumer_names())
    }
    results = []
    for result in Contest(tmp_path, keycloak, TINY, NAME).results():
        results.append(result)
        if result.kind == "deploy":
            more = [*declared["consumer-0"], "model-2:predict"]
            assert granted(keycloak.admin, REALMS["us"]) == {**declared, "consumer-0": more}
        elif result.kind == "first":
            assert granted(keycloak.admin, REALMS[result.who]) == declared
    console = Console(file=io.StringIO(), width=200)
    console.print(results_table(TINY, results))
    assert [f"{each.who} {each.kind}" for each in results] == [
        "REST first",
        "us first",
        "us again",
        "HCL first",
        "us changed",
        "us diff",
        "us deploy",
    ]
    assert all(each.cost.cpu_seconds > 0 and each.cost.peak_memory > 0 for each in results)
    assert not any(keycloak.admin.realm_exists(realm) for realm in REALMS.values())
