"""Nothing that a file holds is run: neither as a key nor as a value, whichever place it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.declarations.team_folder import (
    ENVIRONMENT,
    ENVIRONMENT_FILE,
    TEAM,
    TEAM_FILE,
    fault,
    write_folder,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

EXPRESSION = '${file("/proc/self/environ")}'
SAID = {
    EXPRESSION: "Terraform expressions ('${…}', '%{…}') are not allowed in environment files",
    "%{ if true }x%{ endif }": "Terraform expressions ('${…}', '%{…}') are not allowed in environment files",
    "https://a#{TfToken[TOKEN.0]}": "CDK tokens ('TfToken[…]') are not allowed in environment files",
}
ACCESS = {
    "an application": "applications:\n  'HERE': {redirect_uris: [https://x.example.com/cb]}\n",
    "a consumer": "consumers:\n  'HERE': {grants: {churn: [predict]}}\n",
    "a person": "people:\n  'HERE': {email: a@example.com, first_name: A, last_name: L}\n",
    "a group": "groups:\n  'HERE': {churn: [predict]}\n",
    "a model that is granted": "groups:\n  leads: {'HERE': [predict]}\n",
    "a web origin": ("applications:\n  ui: {redirect_uris: [https://x.example.com/cb], web_origins: ['HERE']}\n"),
}
"""What both kinds of files may declare, each with one place."""
SOURCES = {
    "a directory": "federation:\n  'HERE': {}\n",
    "a directory's group": "federation:\n  corp: {groups: {dn: ou=g, map: {'HERE': analysts}}}\n",
    "a directory's group of ours": "federation:\n  corp: {groups: {dn: ou=g, map: {ML: 'HERE'}}}\n",
    "an identity provider": "identity_providers:\n  'HERE': {}\n",
    "a claim": "identity_providers:\n  corp: {claims: {'HERE': {ML: analysts}}}\n",
    "a claim's value": "identity_providers:\n  corp: {claims: {groups: {'HERE': analysts}}}\n",
    "a claim's group": "identity_providers:\n  corp: {claims: {groups: {ML: 'HERE'}}}\n",
}
"""What an environment's own file may declare beside."""


def without(text: str, declared: str) -> str:
    """Take the section that is declared anew out of a file, which has each key once."""
    first = declared.partition("\n")[0]
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        inside = line.rstrip() == first or (inside and line.startswith(" "))
        kept += [] if inside else [line]
    return "".join(kept)


@pytest.mark.parametrize("written", SAID)
@pytest.mark.parametrize("place", ACCESS)
def test_expression_in_a_teams_file(tmp_path: Path, place: str, written: str) -> None:
    """The team's file and line are named, and nothing is read of what it would have been."""
    team = without(TEAM, ACCESS[place]) + ACCESS[place].replace("HERE", written)
    assert fault(write_folder(tmp_path, team=team)) == f"{TEAM_FILE}:{len(team.splitlines())}: {SAID[written]}"


@pytest.mark.parametrize("written", SAID)
@pytest.mark.parametrize("place", ACCESS | SOURCES)
def test_expression_in_an_environments_file(tmp_path: Path, place: str, written: str) -> None:
    """The environment's own file and line are named, directories and identity providers among its places."""
    declared = (ACCESS | SOURCES)[place]
    text = without(ENVIRONMENT, declared) + declared.replace("HERE", written)
    folder = write_folder(tmp_path, environment=text)
    assert fault(folder) == f"{ENVIRONMENT_FILE}:{len(text.splitlines())}: {SAID[written]}"
