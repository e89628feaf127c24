"""All presets."""

from __future__ import annotations

from typing import get_args

import pytest

from constructs_lib.declaration.props import PresetName
from constructs_lib.gateways.catalog import PRESETS
from tests.support.declarations.declarations import API
from tests.support.gateways.protected import render
from tests.support.project.pins import pinned_versions, versions_in

pytestmark = pytest.mark.unit

TOOLS: dict[str, object] = {
    "api": API.model_copy(update={"kind": "mcp"}),
    "models": {"weather": {"actions": ["get_forecast"]}},
}


def files(preset: str) -> dict[str, str]:
    """Return the files of a preset, for models, or for tools where it serves nothing else."""
    return render(preset, declared=TOOLS if PRESETS[preset].serves_mcp_alone else None)


def test_every_name_is_a_preset() -> None:
    """What an environment may list is what can be written."""
    assert sorted(PRESETS) == sorted(get_args(PresetName))


def test_versions_are_those_that_tests_install() -> None:
    """Each preset says what it was checked against, or why nothing; each version is the one that tests install."""
    named = {name: versions_in(preset.checked) for name, preset in PRESETS.items()}
    assert all(preset.checked for preset in PRESETS.values())
    assert set().union(*named.values()) <= pinned_versions()
    assert named["envoy"]


@pytest.mark.parametrize("preset", PRESETS)
def test_files_say_what_they_are(preset: str) -> None:
    """Each file names its environment, the command that writes it, and what it cannot check."""
    for text in files(preset).values():
        assert f"Written for environment 'prod' by: pipenv run gateway prod --for {preset}\n" in text
        assert [limit for limit in PRESETS[preset].limits if limit not in text] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_files_are_the_same_each_time(preset: str) -> None:
    """A file changes only where the declaration does."""
    assert files(preset) == files(preset)


@pytest.mark.parametrize("preset", PRESETS)
def test_realm_is_in_the_file(preset: str) -> None:
    """Issuer and audience are the realm's, and keys come from it."""
    first = next(iter(files(preset).values()))
    issuer = "https://sso.example.com/realms/ml-prod"
    assert issuer in first
    assert "scorer" in first or preset == "kubeflow"
