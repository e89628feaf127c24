"""What a synth says of grants that end."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

import pytest

from constructs_lib.declaration.certificates import certificate_end
from constructs_lib.declaration.provider_features import ProviderFeatures
from stacks.ending_lines import ending_lines
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from tests.support.declarations.valid_environment import folder_with_prod
from tests.support.tokens.assertion_key import AssertionKey

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

DECLARED = """\
models:
  fraud: {actions: [predict, explain]}
external_people: true
groups:
  leads:
    fraud:
      - predict
      - {actions: [explain], until: 2027-02-01, reason: an audit of the year}
consumers:
  batch:
    grants:
      "*": {actions: [predict, explain], until: 2027-03-02, reason: until its successor is there}
"""


def said(folder: Path, day: dt.date) -> list[str]:
    """Return what is said on a day."""
    files = EnvironmentFiles(folder, today=day, features=ProviderFeatures())
    return list(ending_lines("prod", files.check("prod"), files.places("prod")))


def test_what_ends_is_told_thirty_days_before(tmp_path: Path) -> None:
    """From 30 days before its last day on there is a line, until somebody removes the grant; nothing stops a synth."""
    folder = folder_with_prod(tmp_path)
    with (folder / "prod.yaml").open("a", encoding="utf-8") as file:
        file.write(DECLARED)
    group = "environments/prod.yaml:16: environment 'prod': grant of fraud:explain to group leads"
    consumer = "environments/prod.yaml:20: environment 'prod': grant of *:predict, *:explain to consumer batch"
    soon = "write a later day, or let it end"
    assert said(folder, dt.date(2027, 1, 1)) == []
    assert said(folder, dt.date(2027, 1, 2)) == [f"{group} ends on 2027-02-01, in 30 days: {soon}"]
    assert said(folder, dt.date(2027, 2, 1)) == [
        f"{consumer} ends on 2027-03-02, in 29 days: {soon}",
        f"{group} ends on 2027-02-01, today: {soon}",
    ]
    assert said(folder, dt.date(2027, 3, 3)) == [
        f"{consumer} ended on 2027-03-02, and is not deployed: remove it",
        f"{group} ended on 2027-02-01, and is not deployed: remove it",
    ]


def test_day_that_has_passed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody brings back what has ended: the variable names a later day alone."""
    monkeypatch.setenv("MLAPI_TODAY", "2020-01-01")
    with pytest.raises(EnvironmentFileError, match=r"^MLAPI_TODAY is 2020-01-01, which has passed: write \d"):
        EnvironmentFiles(folder_with_prod(tmp_path)).load_all()


def test_certificates_are_told_as_grants_are(tmp_path: Path) -> None:
    """A certificate that ends soon, or has ended, is a line and no error: a day that passes stops no pipeline."""
    certificate = AssertionKey.generate("batch").certificate
    end = certificate_end(certificate)
    folder = folder_with_prod(tmp_path)
    with (folder / "prod.yaml").open("a", encoding="utf-8") as file:
        auth = json.dumps({"method": "private_key_jwt", "certificate": certificate})
        file.write(f"consumers: {{batch: {{auth: {auth}, every_model: true}}}}\n")
    line = re.compile(r"environments/prod\.yaml:\d+: environment 'prod': certificate of consumer batch (.*)")

    def told(day: dt.date) -> list[str]:
        return [found[1] for each in said(folder, day) if (found := line.fullmatch(each))]

    then = "past it, Keycloak may refuse its assertions"
    assert told(end - dt.timedelta(days=31)) == []
    assert told(end) == [f"ends on {end}, today: {then}"]
    assert told(end + dt.timedelta(days=1)) == [f"has ended on {end}: {then}"]
