"""Strict YAML with positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stacks.environment_error import EnvironmentFileError
from stacks.yaml_document import Place, YamlDocument, read_yaml

pytestmark = pytest.mark.unit

SHOWN = Path("environments/x.yaml")


def read(tmp_path: Path, text: str) -> YamlDocument:
    """Read a text as if it stood in a file."""
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file, shown_as=SHOWN)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: &x [1]\nc: *x\n", "3: YAML aliases"),
        ("a: 1\na: 2\n", "2: key 'a' is here twice: remove one"),
        ("a:\n  b: 1\n  b: 2\n", "3: key 'b' is here twice: remove one"),
        ("a: 1\nb: ${file('/etc/passwd')}\n", "2: Terraform expressions"),
        ("a: '%{ if true }'\n", "1: Terraform expressions"),
        ("- a\n", "1: the file must be a mapping of keys, such as 'realm:'"),
        ("", "1: the file must be a mapping of keys, such as 'realm:'"),
        ("a: [1\nb: 2\n", "2: not valid YAML: "),
        ("a: 1\n\tb: 2\n", "2: not valid YAML: "),
        ("? [a]\n: 1\n", "1: a key must be text"),
    ],
)
def test_what_is_not_allowed_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    """Aliases, duplicate keys, Terraform expressions and broken YAML are refused with file and line."""
    with pytest.raises(EnvironmentFileError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"environments/x.yaml:{message}")
    assert len(caught.value.lines) == 1


def test_alias_bomb_is_refused_at_its_first_alias(tmp_path: Path) -> None:
    """A few lines that would expand to gigabytes are refused at once."""
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    with pytest.raises(EnvironmentFileError, match=r"x.yaml:2: YAML aliases"):
        read(tmp_path, "l0: &l0 [lol, lol]\n" + levels)


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    """A file that cannot be read is named with the reason."""
    with pytest.raises(EnvironmentFileError) as caught:
        read_yaml(tmp_path / "none.yaml", shown_as=SHOWN)
    assert str(caught.value) == "environments/x.yaml: cannot be read: No such file or directory"


def test_binary_file_is_one_line(tmp_path: Path) -> None:
    """A file that is no text is named as such."""
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00a")
    with pytest.raises(EnvironmentFileError) as caught:
        read_yaml(tmp_path / "x.yaml", shown_as=SHOWN)
    assert str(caught.value) == "environments/x.yaml:1: cannot be read: it is not UTF-8 text"


def test_words_that_older_yaml_took_for_booleans_are_text(tmp_path: Path) -> None:
    """`no`, `on` and country codes stay text; `true` and numbers do not."""
    document = read(tmp_path, "a: no\nb: on\nno: x\nc: true\nd: 12\ne: 1.5\nf:\ng: '12'\n")
    assert document.data == {"a": "no", "b": "on", "no": "x", "c": True, "d": 12, "e": 1.5, "f": None, "g": "12"}


def test_every_value_has_its_line(tmp_path: Path) -> None:
    """Keys and items know where they stand; what is missing is placed at what would hold it."""
    document = read(tmp_path, "a:\n  b:\n    - x\n    - y\n")
    assert document.place(("a", "b", 1)) == Place(SHOWN, 4)
    assert document.place(("a", "c")) == Place(SHOWN, 1)


def test_overlay_merges_mappings_and_replaces_the_rest(tmp_path: Path) -> None:
    """The upper file wins, key by key; a list is replaced as a whole; places follow."""
    lower = read(tmp_path, "a:\n  b: 1\n  c: [1, 2]\n")
    merged = lower.overlay(read(tmp_path, "x: 1\na:\n  c: [3]\n"))
    assert merged.data == {"a": {"b": 1, "c": [3]}, "x": 1}
    assert (merged.place(("a", "b")), merged.place(("a", "c"))) == (Place(SHOWN, 2), Place(SHOWN, 3))
    assert lower.data == {"a": {"b": 1, "c": [1, 2]}}


@given(text=st.text(max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_or_refused_in_one_line(tmp_path: Path, text: str) -> None:
    """No input ends in another exception, nor in a message of several lines."""
    try:
        read(tmp_path, text)
    except EnvironmentFileError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - both ends are fine


def test_one_text_read_twice_is_two_documents(tmp_path: Path) -> None:
    """A text that is parsed once is handed out as documents of their own: what one reader puts in, no other sees."""
    first, second = read(tmp_path, "a: {b: 1}\n"), read(tmp_path, "a: {b: 1}\n")
    first.insert(("teams", "risk"), YamlDocument({"consumers": {}}))
    assert second == read(tmp_path, "a: {b: 1}\n")
