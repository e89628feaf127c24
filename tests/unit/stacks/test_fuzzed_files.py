"""Files that are nearly right, and those that once ended the reader."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.fuzz.fuzzed_folder import FuzzedFolder
from tests.support.project.checkout import ROOT

if TYPE_CHECKING:
    from random import Random

pytestmark = pytest.mark.unit

CORPUS = Path(__file__).with_name("corpus")
UNREADABLE = "not valid YAML: the parser cannot read this line"
EXPRESSION = "Terraform expressions ('${…}', '%{…}') are not allowed in environment files"
ORIGIN = (
    "realm 'ml-prod', client 'scorer': a web origin is scheme, host and port, such as 'https://ui.example.com', got"
)

SAID = {
    "ansi-in-a-username": "10: the character U+001B is not allowed: remove it",
    "deep": "9: mappings and lists are nested more than 16 deep",
    "escape-beyond-unicode": f"9: {UNREADABLE}",
    "expression-as-application": f"10: {EXPRESSION}",
    "extends-a-long-name": (
        f"9: extends names a shared file beside this one, '_<name>.yaml', got '_{'x' * 79}… (301 characters)'"
    ),
    "forged-line": (
        "10: people.a\\nenvironments/prod.yaml:1: forged: "
        "a username is 3 to 255 lower-case letters, digits, '.', '-', '_', '+' or '@', "
        "got 'a\\nenvironments/prod.yaml:1: forged'"
    ),
    "number-of-400-digits": "9: a number has at most 15 digits, this one has 400",
    "origin-with-a-bracket": f"9: {ORIGIN} 'https://[a'",
    "origin-that-unicode-splits": f"9: {ORIGIN} 'https://a℀b'",
    "private-key-as-url": (
        "12: consumers.batch.auth.jwks_url: a URL starts with https:// (or http://) and a host, "
        "got '[a private key, not shown]'"
    ),
    "surrogate": "9: the character U+D800 is not allowed: remove it",
    "tag-of-python": "9: YAML tags ('!name') are not allowed: remove it",
    "token-of-the-cdk": "9: CDK tokens ('TfToken[…]') are not allowed in environment files",
    "utf-16": "1: cannot be read: it is not UTF-8 text",
    "yaml-1.1": "1: directives ('%…') are not allowed: the file is YAML 1.2, remove the line",
}


def test_corpus_is_listed() -> None:
    """Each file of the corpus is a test."""
    assert sorted(path.stem for path in CORPUS.iterdir()) == sorted(SAID)


@pytest.mark.parametrize("name", SAID)
def test_what_once_failed_is_one_line(tmp_path: Path, name: str) -> None:
    """A file that once ended in a traceback, a hang or a forged line is answered with one line."""
    folder = tmp_path / "environments"
    folder.mkdir()
    shutil.copyfile(CORPUS / f"{name}.yaml", folder / "prod.yaml")
    with pytest.raises(EnvironmentFileError) as caught:
        EnvironmentFiles(folder).load("prod")
    assert str(caught.value) == f"environments/prod.yaml:{SAID[name]}"


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> FuzzedFolder:
    """A copy of the project's environments."""
    folder = tmp_path_factory.mktemp("fuzzed")
    return FuzzedFolder(ROOT / "environments", folder, seed=0, kept=folder / "kept")


@pytest.mark.slow
@given(random=st.randoms(use_true_random=False))
@settings(
    max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_changed_file_is_answered(fuzzed: FuzzedFolder, random: Random) -> None:
    """Whatever is changed in a real file, there is an answer in lines that say where."""
    assert fuzzed.try_one(0, random) == []
