"""What a team's file contradicts is said with file, line and nearest name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.team_folder import TEAM, TEAM_FILE, fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

BATCH = "realm 'ml', consumer 'batch'"


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "detector: [predict]",
            "detecter: [predict]",
            f"4: {BATCH}: unknown model 'fraud-detecter': did you mean 'fraud-detector'?",
        ),
        (
            "detector: [predict]\n",
            "detector: [predit]\n",
            f"4: {BATCH}: model 'fraud-detector' has no action 'predit': did you mean 'predict'?",
        ),
        (
            "fraud-detector: [predict]\n",
            "'*': [manage]\n",
            f"4: {BATCH}: no model has an action 'manage': there are: explain, predict",
        ),
        (
            "detector: [predict]\n",
            "detector: []\n",
            f"4: {BATCH}: the grant for 'fraud-detector' has no action: add one, or remove it",
        ),
        ("\n      fraud-detector: [predict]\n", " {}\n", f"2: {BATCH}: it may call no model: add grants, or remove it"),
        (
            "\n    fraud-detector: [predict, explain]",
            " {}",
            "6: realm 'ml', group 'analysts': it grants nothing: add a model",
        ),
        (
            "predict, explain",
            "predict, explin",
            "7: realm 'ml', group 'analysts': model 'fraud-detector' has no action 'explin': did you mean 'explain'?",
        ),
        (
            "[analysts, everyone]",
            "[analyst, everyone]",
            "13: realm 'ml', person 'ada': team 'risk' has no group 'analyst': did you mean 'analysts'?",
        ),
        (
            "  batch:",
            "  scorer:",
            (
                "2: realm 'ml': client 'scorer' is already declared by the environment's own file as api.client_id: "
                "rename one of the two (environments/demo.yaml:8)"
            ),
        ),
        (
            "  batch:",
            "  admin-cli:",
            "2: realm 'ml': client 'admin-cli' is Keycloak's own in every realm: choose another name",
        ),
        (
            "  ada:",
            "  service-account-x:",
            (
                "9: realm 'ml': person 'service-account-x': "
                "Keycloak names its service accounts 'service-account-…': choose another name"
            ),
        ),
        (
            "  batch:\n",
            "  batch:\n    auth: {method: federated, issuer: ci, subject: x}\n",
            f"3: {BATCH}: unknown workload issuer 'ci': none is declared",
        ),
        (
            "  batch:\n",
            "  batch:\n    auth:\n      method: private_key_jwt\n      jwks_url: http://x\n",
            f"5: {BATCH}: JWKS URL must use https, got 'http://x'",
        ),
        (
            "groups:\n",
            "applications:\n  ui: {redirect_uris: [http://x]}\ngroups:\n",
            "6: realm 'ml', application 'ui': redirect URI must use https, got 'http://x'",
        ),
    ],
)
def test_contradiction_is_named_in_the_teams_file(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    """What a team's file contradicts is said with that file and line, and with the nearest name."""
    assert wrong in TEAM
    folder = write_folder(tmp_path, team=TEAM.replace(wrong, right, 1))
    assert fault(folder) == f"{TEAM_FILE}:{message}"
