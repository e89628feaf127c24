"""When the app need not run, and when it has to."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from stacks.repository import REPOSITORY_VARIABLE
from tools.kept_synthesis import facts
from tools.kept_synthesis.kept import KeptSynthesis
from tools.kept_synthesis.watch import Watched

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.unit

_SAID = "warning: environment 'dev': a grant ends in 3 days\n"
_NATIVE = b"\x7fELF of Terraform"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, what was written for it, and a product's checkout beside it."""
    root = tmp_path / "repository"
    for name in (
        *("environments/dev.yaml", "environments/dev/teams/risk.yaml", "environments/prod.yaml", "certificate.pem"),
        *("cdktf.out/manifest.json", "cdktf.out/stacks/dev/cdk.tf.json", "cdktf.out/gateways/dev/nginx/nginx.conf"),
        *("../product/main.py", "../product/stacks/app.py", "../product/.cache/provider.json", "../installed/lib.py"),
    ):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    terraform = tmp_path / "bin" / "terraform"
    terraform.parent.mkdir()
    terraform.write_bytes(_NATIVE)
    terraform.chmod(0o755)
    monkeypatch.setattr(facts, "ROOT", tmp_path / "product")
    return root


def variables(repository: Path, **more: str) -> dict[str, str]:
    """Return the variables of the app's process."""
    return {
        "PATH": str(repository.parent / "bin"),
        "TF_VAR_secret": "s3cret",
        REPOSITORY_VARIABLE: str(repository),
    } | more


def did(repository: Path, **more: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return what an app did that can be compared later."""
    return {
        "read": (str(repository / "certificate.pem"),),
        "listed": (str(repository.parent / "installed"),),
        "programs": ("terraform",),
        "changed": (str(repository / "cdktf.out" / "manifest.json"),),
    } | more


def synthesized(
    repository: Path, more: dict[str, tuple[str, ...]] | None = None, *, meanwhile: Callable[[], object] = lambda: None
) -> None:
    """Let an app have run, which was watched and ended well."""
    kept = KeptSynthesis.of(variables(repository))
    assert kept
    kept.began = time.time() + 60  # all files are older than that
    assert kept.said() is None
    kept.watched_file.write_text(json.dumps(Watched(**did(repository, **more or {})).as_written()))
    meanwhile()
    kept.keep(_SAID)


def said(repository: Path, **more: str) -> str | None:
    """Return what the app would say, had it not to run."""
    kept = KeptSynthesis.of(variables(repository, **more))
    assert kept
    return kept.said()


def test_nothing_changed(repository: Path) -> None:
    """While nothing has changed the app need not run, and its warnings are those that it gave."""
    synthesized(repository)
    assert said(repository) == _SAID
    assert said(repository) == _SAID
    assert said(repository, TEAM="risk", CHANGED="1", SHLVL="2") == _SAID


@pytest.mark.parametrize(
    "name",
    [
        "environments/dev.yaml",
        "environments/dev/teams/risk.yaml",
        "certificate.pem",
        "cdktf.out/manifest.json",
        "cdktf.out/stacks/dev/cdk.tf.json",
        "cdktf.out/gateways/dev/nginx/nginx.conf",
        "../product/main.py",
        "../product/stacks/app.py",
        "../product/.cache/provider.json",
        "../bin/terraform",
    ],
)
@pytest.mark.parametrize("change", ["edited", "removed"])
def test_changed_file(repository: Path, name: str, change: str) -> None:
    """A file that it read or wrote, its code, the provider or a program is another one: it runs."""
    synthesized(repository)
    file = repository / name
    before = file.stat()
    if change == "edited":
        file.write_bytes(b"[]" if file.read_bytes() != _NATIVE else _NATIVE[:-1] + b"!")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # as long as before, and its time set back
    else:
        file.unlink()
    assert said(repository) is None
    assert said(repository) is None  # nor is it taken for the same a moment later


@pytest.mark.parametrize(
    "name",
    [
        "environments/test.yaml",
        "environments/dev/teams/fraud.yaml",
        "cdktf.out/gateways/dev/envoy/envoy.yaml",
        "cdktf.out/stacks/test/cdk.tf.json",
        "../product/stacks/more.py",
        "../product/cdktf.py",
        "../installed/more.py",
    ],
)
def test_added_file(repository: Path, name: str) -> None:
    """A file is added that it would read, import or remove: it runs."""
    synthesized(repository)
    (repository / name).parent.mkdir(parents=True, exist_ok=True)
    (repository / name).write_text("{}")
    assert said(repository) is None


@pytest.mark.parametrize(
    "more", [{"TF_VAR_secret": "another"}, {"MLAPI_TODAY": "2999-01-01"}, {"CDK": "cdktn"}, {"UNKNOWN": "1"}]
)
def test_other_variable(repository: Path, more: dict[str, str]) -> None:
    """Whatever variable of the process is another one: it runs."""
    synthesized(repository)
    assert said(repository, **more) is None


def test_next_day(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grants, exemptions and certificates end with the day: it runs."""
    synthesized(repository)
    tomorrow = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)
    monkeypatch.setattr(facts, "this_day", lambda _: tomorrow)
    assert said(repository) is None


@pytest.mark.parametrize(
    "more",
    [
        {"outside": ("socket.connect",)},
        {"programs": ("terraform", "date")},
        {"modules": ("/elsewhere/extension.py",)},
        {"changed": ("/elsewhere/written",)},
    ],
    ids=str,
)
def test_nothing_to_compare(repository: Path, more: dict[str, tuple[str, ...]]) -> None:
    """What it asked of others, and what it did elsewhere, nobody can compare: it runs each time."""
    synthesized(repository, more)
    assert said(repository) is None


def test_script_in_place_of_a_program(repository: Path) -> None:
    """A script that chooses a Terraform reads what nobody sees: it runs each time."""
    (repository / "../bin/terraform").write_text("#!/bin/sh\n")
    synthesized(repository)
    assert said(repository) is None


def test_changed_meanwhile(repository: Path) -> None:
    """A file that changes while it runs may have been read before or after: it runs again, were it changed back too."""
    file = repository / "environments/dev.yaml"
    synthesized(repository, meanwhile=lambda: file.write_text("[]"))
    file.write_text("{}")
    assert said(repository) is None


def test_changed_just_before(repository: Path) -> None:
    """What was read has changed just before, by a clock that may be coarse: it runs again."""
    kept = KeptSynthesis.of(variables(repository))
    assert kept
    assert not kept.vouches_for(Watched(**did(repository)))


@pytest.mark.parametrize("order", [1, -1], ids=["first ends first", "first ends last"])
def test_two_runs_at_once(repository: Path, order: int) -> None:
    """What was written is of both: neither vouches for it, whichever ends last."""
    runs = [found for _ in range(2) if (found := KeptSynthesis.of(variables(repository)))]
    for run in runs:
        run.began = time.time() + 60
        assert run.said() is None
    for run in runs[::order]:
        run.watched_file.write_text(json.dumps(Watched(**did(repository)).as_written()))
        run.keep(_SAID)
        run.end()
    assert said(repository) is None


def test_other_run_that_keeps_nothing(repository: Path) -> None:
    """A run that writes something else, as one before a realm is destroyed, leaves nothing that is kept."""
    synthesized(repository)
    other = KeptSynthesis.of(variables(repository))
    assert other
    other.forget()
    assert said(repository) is None


@pytest.mark.parametrize("name", ["CI", "REPLAN", "CDKTF_OUTDIR", "PYTHONPATH", "NODE_OPTIONS"])
def test_never(repository: Path, name: str) -> None:
    """A pipeline, who asks for it, other folders and other code: the app runs."""
    found = [KeptSynthesis.of(variables(repository, **more)) for more in ({}, {name: "1"})]
    assert [kept and kept.is_wanted for kept in found] == [True, False]


def test_no_repository(tmp_path: Path) -> None:
    """Where there is no repository, the app runs, and says so."""
    assert KeptSynthesis.of({REPOSITORY_VARIABLE: str(tmp_path / "none")}) is None


def test_damaged(repository: Path) -> None:
    """What is kept is damaged, or an older version's: it runs."""
    synthesized(repository)
    for text in ("", "[]", "{}", '{"given": 1, "seal": 2, "said": "", "watched": {"x": []}}'):
        (repository / ".cache/synthesis/kept.json").write_text(text)
        assert said(repository) is None


def test_no_secret(repository: Path) -> None:
    """What is kept holds no variable's value, and its owner alone may read it."""
    synthesized(repository)
    file = repository / ".cache/synthesis/kept.json"
    assert "s3cret" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
