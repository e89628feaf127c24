"""The `.env` with the secrets of development."""

from __future__ import annotations

import io
import shlex
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import ToolError
from tools.local_secrets import (
    LocalSecrets,
    ensure_generated,
    ensure_local_secrets,
    random_secret,
    read_local_secrets,
    record_keycloak_url,
    renew_local_secret,
)

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.unit

_URL = "http://127.0.0.1:8080"


def _ensure(path: Path, *names: str) -> LocalSecrets:
    return ensure_local_secrets(path, keycloak_url=_URL, secret_variables=names)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"A=1\nno assignment\n", "line 2: not an assignment; write NAME=value or remove it"),
        (b"A=1\n\n\n='x\n", "line 4: not an assignment; write NAME=value or remove it"),
        (b"A=1\nB='open\n", "line 2: not an assignment; write NAME=value or remove it"),
        (b"A=1\nB=\xff\xfe\n", "line 2: not UTF-8 text; correct or remove the line"),
        (b"# c\n\nKEYCLOAK_PASSWORD=\n", "line 3: KEYCLOAK_PASSWORD is empty; give it a value or remove the line"),
    ],
)
def test_a_corrupt_file_is_named_by_its_line_and_left_alone(tmp_path: Path, content: bytes, fault: str) -> None:
    """A line that cannot be read ends in one line of text, without the line's content, and the file stays."""
    path = tmp_path / ".env"
    path.write_bytes(content)
    with pytest.raises(ToolError) as raised:
        _ensure(path)
    assert f"{path}, {fault}" == str(raised.value)
    assert raised.value.exit_code == 2
    assert content == path.read_bytes()


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """What cannot be read ends in one line."""
    path = tmp_path / ".env"
    path.mkdir()
    with pytest.raises(ToolError) as raised:
        _ensure(path)
    assert f"cannot read {path}: Is a directory" == str(raised.value)
    assert raised.value.exit_code == 2


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    """What cannot be written ends in one line."""
    path = tmp_path / "nowhere" / ".env"
    with pytest.raises(ToolError) as raised:
        _ensure(path)
    assert f"cannot write {path}: No such file or directory" == str(raised.value)


def test_a_new_file_holds_every_name(tmp_path: Path) -> None:
    """The provider's names and one random value a secret variable are written, readable by the owner alone."""
    path = tmp_path / ".env"
    found = _ensure(path, "one", "two")
    assert list(found.values) == [
        "KEYCLOAK_URL",
        "KEYCLOAK_USER",
        "KEYCLOAK_PASSWORD",
        "KEYCLOAK_CLIENT_ID",
        "TF_VAR_keycloak_url",
        "TF_VAR_one",
        "TF_VAR_two",
    ]
    assert (found.keycloak_url, found.keycloak_user, found.keycloak_client_id) == (_URL, "admin", "admin-cli")
    assert found.values["TF_VAR_keycloak_url"] == _URL
    assert len({found.keycloak_password, found.values["TF_VAR_one"], found.values["TF_VAR_two"]}) == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path] == list(tmp_path.iterdir())


def test_the_url_for_terraform_follows_the_url(tmp_path: Path) -> None:
    """TF_VAR_keycloak_url refers to KEYCLOAK_URL instead of repeating it."""
    path = tmp_path / ".env"
    _ensure(path)
    assert "TF_VAR_keycloak_url=${KEYCLOAK_URL}\n" in path.read_text()


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    """Secrets are written once: the file is the same one afterwards."""
    path = tmp_path / ".env"
    first = _ensure(path, "one")
    before = (path.read_bytes(), path.stat().st_ino)
    assert first == _ensure(path, "one")
    assert before == (path.read_bytes(), path.stat().st_ino)


def test_what_stands_there_is_kept_and_what_lacks_appended(tmp_path: Path) -> None:
    """Comments, foreign names and values of the user stay, even with no newline at the end."""
    path = tmp_path / ".env"
    content = "# mine\nexport KEYCLOAK_USER='me'\nOTHER=1"
    path.write_text(content)
    found = _ensure(path)
    assert path.read_text().startswith(f"{content}\nKEYCLOAK_URL={_URL}\n")
    assert found.keycloak_user == "me"
    assert path.read_text().count("KEYCLOAK_USER") == 1


def test_a_wide_mode_is_tightened(tmp_path: Path) -> None:
    """A file that others could read no longer is, even when nothing lacks."""
    path = tmp_path / ".env"
    _ensure(path)
    path.chmod(0o644)
    _ensure(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_at_once_agree(tmp_path: Path) -> None:
    """Commands that run at the same time end up with the same secrets."""
    path = tmp_path / ".env"
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: _ensure(path, "one"), range(8)))
    assert [found[0]] * 8 == found


def test_repr_shows_no_value(tmp_path: Path) -> None:
    """A secret does not reach a log through a repr."""
    found = _ensure(tmp_path / ".env")
    assert f"LocalSecrets(path={tmp_path / '.env'!r})" == repr(found)


def test_another_url_replaces_that_line_alone(tmp_path: Path) -> None:
    """A new address leaves every other byte as it was."""
    path = tmp_path / ".env"
    _ensure(path)
    path.write_text(f"# mine\n\n{path.read_text()}# end")
    before = path.read_text()
    record_keycloak_url(path, "http://127.0.0.1:8081")
    assert before.replace(_URL, "http://127.0.0.1:8081") == path.read_text()
    assert read_local_secrets(path).values["TF_VAR_keycloak_url"] == "http://127.0.0.1:8081"


def test_no_url_is_recorded_where_there_is_none(tmp_path: Path) -> None:
    """A file without the line, or no file, stays so."""
    path = tmp_path / ".env"
    record_keycloak_url(path, _URL)
    assert not path.exists()


def test_renewed_secret_is_another_one(tmp_path: Path) -> None:
    """A rotation gives one variable another value and changes nothing else; one that is not there is not made."""
    path = tmp_path / ".env"
    before = _ensure(path, "batch_client_secret", "scorer_client_secret").values
    renew_local_secret(path, "TF_VAR_batch_client_secret")
    renew_local_secret(path, "TF_VAR_none_client_secret")
    after = read_local_secrets(path).values
    assert {name for name in after if after[name] != before[name]} == {"TF_VAR_batch_client_secret"}
    assert set(after) == set(before)


def test_random_secrets_satisfy_policies_and_need_no_quoting() -> None:
    """Each has 24 characters of all four classes, and a shell and dotenv read it as it stands."""
    for _ in range(500):
        secret = random_secret()
        assert len(secret) == 24
        assert any(c.islower() for c in secret)
        assert any(c.isupper() for c in secret)
        assert any(c.isdigit() for c in secret)
        assert not secret.isalnum()
        assert secret == shlex.quote(secret)
        assert {"X": secret} == dotenv_values(stream=io.StringIO(f"X={secret}"))


@pytest.mark.slow
@given(
    st.dictionaries(
        st.from_regex(r"[A-Z][A-Z0-9_]{0,12}", fullmatch=True),
        st.text(st.characters(codec="ascii", exclude_characters="'\\$", exclude_categories=["Cc"]), min_size=1),
        max_size=6,
    )
)
def test_any_file_is_kept_as_the_beginning_of_the_new_one(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    """Whatever the user set reads the same afterwards."""
    path = tmp_path_factory.mktemp("any") / ".env"
    content = "".join(f"{name}='{value}'\n" for name, value in values.items())
    path.write_text(content)
    found = _ensure(path)
    assert path.read_text().startswith(content)
    assert values == {name: found.values[name] for name in values}


def test_generated_secrets_alone_make_no_administrator(tmp_path: Path) -> None:
    """For a Keycloak of one's own the file gets what Terraform asks for, and neither address nor credentials."""
    path = tmp_path / ".env"
    assert ensure_generated(path, ()).values == {}
    assert not path.exists()
    secret = ensure_generated(path, ["batch_client_secret"]).values["TF_VAR_batch_client_secret"]
    assert ensure_generated(path, ["batch_client_secret"]).values == {"TF_VAR_batch_client_secret": secret}
