"""What a file with access declarations cannot say is named with file, line and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.team_folder import ENVIRONMENT, ENVIRONMENT_FILE, TEAM_FILE, fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

CHARACTERS = "lower-case letters, digits, '-' or '_'"
MODEL = (
    "a model's name is what its server calls it: 1 to 128 letters, digits, '.', '_', '-', ':', '@', '+', '/' or single "
    "spaces, without '..'; it and each part after a '/' begin with a letter, a digit or '@', and end in a letter, a "
    "digit, '_', '-' or '+'"
)
MAPPING = "write a mapping of keys"
GROUP = "groups:\n  leads: {churn: [predict], renamed_from: before}\n\n"
BATCH = "consumers:\n  batch:\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "realm: {name: x}\n",
            (
                "1: unknown key 'realm': remove it (allowed: consumers, groups, renamed_groups, second_factor, people, "
                "applications)"
            ),
        ),
        ("consumer: {}\n", "1: unknown key 'consumer': did you mean 'consumers'?"),
        (BATCH + "    grnts: {}\n", "3: unknown key 'consumers.batch.grnts': did you mean 'grants'?"),
        (
            "consumers:\n  Batch: {every_model: true}\n",
            (
                "2: consumers.Batch: a client id is part of claim paths and variable names: "
                f"use 2 to 64 {CHARACTERS}, got 'Batch'"
            ),
        ),
        (
            BATCH + "    grants:\n      /fraud: [predict]\n",
            f"4: consumers.batch.grants./fraud: {MODEL}, got '/fraud'",
        ),
        (
            BATCH + "    grants:\n      churn: predict\n",
            "4: consumers.batch.grants.churn: write a list, '- item' on each line, got 'predict'",
        ),
        (
            BATCH + "    auth:\n      method: key\n",
            "4: consumers.batch.auth: method must be one of 'client_secret', 'private_key_jwt', 'federated', 'mtls'",
        ),
        (BATCH + "    auth: {jwks_url: https://x}\n", "3: key 'consumers.batch.auth.method' is required: add it"),
        (
            BATCH + "    auth:\n      method: mtls\n      subject_dn: CN=edge;O=Example\n",
            (
                "5: consumers.batch.auth.subject_dn: a certificate's subject is a name such as "
                "'CN=edge-scorer,O=Example': attributes are parted by ',' and not by ';', got 'CN=edge;O=Example'"
            ),
        ),
        (
            GROUP + "renamed_groups:\n  leeds: old\n",
            "5: realm 'ml', renamed groups: team 'risk' has no group 'leeds': did you mean 'leads'?",
        ),
        (GROUP + "renamed_groups:\n", f"4: renamed_groups: {MAPPING}, or {{}} for the defaults, got nothing"),
        (GROUP + "renamed_groups: [a]\n", f"4: renamed_groups: {MAPPING}, 'name:' on each line, in place of the list"),
        (GROUP + "renamed_groups: abc\n", f"4: renamed_groups: {MAPPING}, got 'abc'"),
        (BATCH + "    auth:\n      method: mtls\n", "3: key 'consumers.batch.auth.subject_dn' is required: add it"),
        (
            BATCH + "    auth:\n      method: private_key_jwt\n",
            "3: consumers.batch.auth: set exactly one of jwks_url, jwks and certificate, got none",
        ),
        (
            BATCH + "    auth:\n      method: private_key_jwt\n      jwk_url: https://x\n",
            "5: unknown key 'consumers.batch.auth.jwk_url': did you mean 'jwks_url'?",
        ),
        (
            "groups:\n  Risk: {churn: [predict]}\n",
            f"2: groups.Risk: a group name is part of paths: use 1 to 64 {CHARACTERS}, got 'Risk'",
        ),
        ("people:\n  ada:\n    email: a@x\n    last_name: L\n", "2: key 'people.ada.first_name' is required: add it"),
        ("applications:\n  ui:\n    redirect_uris: []\n", "3: applications.ui.redirect_uris: write at least one item"),
        (
            "applications:\n  ui:\n    redirect_uris: [x]\n",
            (
                "3: applications.ui.redirect_uris.0: a URL starts with https:// (or http://) and a host; an app on a "
                "person's device has a scheme of its own, a domain name backwards, and one slash, such as "
                "'com.example.app:/callback', got 'x'"
            ),
        ),
        (
            "applications:\n  ui:\n    secret_rotation: true\n    redirect_uris: [https://ui.example.com/cb]\n",
            "3: applications.ui.secret_rotation: write a whole number",
        ),
        ("", "1: the file must be a mapping of keys, such as 'consumers:'"),
        ("consumers:\n  a: {}\n  a: {}\n", "3: key 'a' is here twice: remove one"),
    ],
)
def test_wrong_value_is_named_in_the_teams_file(tmp_path: Path, text: str, message: str) -> None:
    """What a team's file may not say is said with that file and line, and the key as it stands there."""
    assert fault(write_folder(tmp_path, team=text)) == f"{TEAM_FILE}:{message}"


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "  churn:",
            "  churn*:",
            f"12: models.churn*: {MODEL}, got 'churn*'",
        ),
        ("  churn: {}", "  churn: {actions: []}", "12: models.churn.actions: write at least one item"),
        (
            "explain]",
            "Explain]",
            (
                "11: models.fraud-detector.actions.1: an action name is part of roles and scopes: "
                f"use 1 to 24 {CHARACTERS}, got 'Explain'"
            ),
        ),
        ("churn: {}", "churn: {owner: rsk}", "12: realm 'ml', model 'churn': unknown team 'rsk': did you mean 'risk'?"),
        (
            "  churn:",
            "  every-model:",
            "12: realm 'ml': model 'every-model' is what roles for '*' are called: choose another name",
        ),
        (
            "external_people: true",
            "workload_issuers:\n  ci:\n    issuer: https://ci.example.com",
            "17: realm 'ml', workload issuer 'ci': Keycloak needs its keys: add jwks_url",
        ),
        (
            "external_people: true",
            "workload_issuers:\n  CI: {issuer: https://x}",
            f"17: workload_issuers.CI: a workload issuer's name is part of URLs: use 1 to 48 {CHARACTERS}, got 'CI'",
        ),
        (
            "client_id: scorer",
            "client_id: scorer\n  audience: http://x",
            "9: api.audience: an audience is an https URI, a URN or a client id, got 'http://x'",
        ),
        (
            "client_id: scorer",
            "client_id: scorer\n  access_role: churn:predict",
            "9: realm 'ml': access role 'churn:predict' is the name of a role already: choose another name",
        ),
    ],
)
def test_wrong_model_or_issuer_is_named_in_the_environments_file(
    tmp_path: Path, wrong: str, right: str, message: str
) -> None:
    """What the environment's own file says wrongly is named there, though teams have files beside it."""
    assert wrong in ENVIRONMENT
    assert (
        fault(write_folder(tmp_path, environment=ENVIRONMENT.replace(wrong, right))) == f"{ENVIRONMENT_FILE}:{message}"
    )
