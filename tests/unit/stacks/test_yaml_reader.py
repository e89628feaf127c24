"""What YAML an environment file may hold, and how much of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from stacks.environment_error import EnvironmentFileError
from stacks.yaml_reader import MAX_DEPTH, MAX_DIGITS, MAX_KEY, MAX_TEXT, MAX_VALUES, YamlReader

pytestmark = pytest.mark.unit

ALIAS = (
    "YAML aliases ('*name') are not allowed: write this value out where it is used, or a '*' that is meant in quotes"
)

EXPRESSIONS = "Terraform expressions ('${…}', '%{…}') are not allowed in environment files"
TOKENS = "CDK tokens ('TfToken[…]') are not allowed in environment files"
SURROGATE = "the character U+D800 is not allowed: remove it"
UNREADABLE = "not valid YAML: the parser cannot read this line"
DIRECTIVE = "directives ('%…') are not allowed: the file is YAML 1.2, remove the line"
DIGITS = f"a number has at most {MAX_DIGITS} digits"
TAGS = "YAML tags ('!name') are not allowed: remove it"


def read(text: str) -> object:
    """Read a text that would stand in `x.yaml`."""
    return YamlReader(Path("x.yaml"), lambda _path, _line: None).read(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # what would run, in keys as in values
        ("a:\n  '${file(\"/proc/self/environ\")}': 1\n", f"2: {EXPRESSIONS}"),
        ("a: 1\n'%{ if true }': 1\n", f"2: {EXPRESSIONS}"),
        ("a: 1\nb: ['x ${y}']\n", f"2: {EXPRESSIONS}"),
        ("a: 1\nb: 'https://a#{TfToken[TOKEN.0]}'\n", f"2: {TOKENS}"),
        ("a: 1\n'${TfToken[TOKEN.0]}': 1\n", f"2: {TOKENS}"),
        ("a: 1\n'&{TfToken[TOKEN.0]}': 1\n", f"2: {TOKENS}"),
        ("a: |\n  b\n  ${c}\n", f"1: {EXPRESSIONS}"),
        # another YAML than 1.2, or more than one
        ("%YAML 1.1\n---\nenabled: yes\n", f"1: {DIRECTIVE}"),
        ("# x\n%TAG ! tag:example.com,2000:\n---\na: 1\n", f"2: {DIRECTIVE}"),
        ("\ufeff%YAML 1.1\n---\na: 1\n", f"1: {DIRECTIVE}"),
        ("a: 1\n---\nb: 2\n", "2: a second document begins here: one file is one document"),
        ("a: 1\nb: !!python/object:os.system x\n", f"2: {TAGS}"),
        ("a: 1\nb: !x [1]\n", f"2: {TAGS}"),
        ("a: 1\n!!str b: 1\n", f"2: {TAGS}"),
        ("a: 1\n*x : 1\n", f"2: {ALIAS}"),
        ("a: 1\nb: *:manage\n", f"2: {ALIAS}"),
        ("a: 1\nb:\n  who: *\n", f"3: {ALIAS}"),
        # what the parser ends at in its own ways
        ('a: 1\nb: "\\UFFFFFFFF"\n', f"2: {UNREADABLE}"),
        ('a: 1\n"\\UFFFFFFFF": b\n', f"2: {UNREADABLE}"),
        ("a: 1\nb: |\n \n   \n c\n", f"5: {UNREADABLE}"),
        ('a: 1\nb: "\\uD800"\n', f"2: {SURROGATE}"),
        ('a: 1\n"\\uD800": b\n', f"2: {SURROGATE}"),
        ('a: 1\nb: "\\0"\n', "2: the character U+0000 is not allowed: remove it"),
        ('a: 1\nb: "\\e[31m"\n', "2: the character U+001B is not allowed: remove it"),
        ("a: 1\nb: \x00\n", "2: the character U+0000 is not allowed: remove it"),
        ("a: 1\n# \u202e\n", "2: the character U+202E is not allowed: remove it"),
        # too much
        (f"a: 1\nb: {'9' * (MAX_DIGITS + 1)}\n", f"2: {DIGITS}, got {'9' * (MAX_DIGITS + 1)}"),
        ("a: 1\nb: 0x" + "f" * 50_000 + "\n", f"2: {DIGITS}, this one has 50002"),
        ("a: 1\nb: 0x" + "f" * 20 + "\n", f"2: {DIGITS}, got 0x{'f' * 20}"),
        ("a: 1\nb: 1e400\n", f"2: {DIGITS}, got 1e400"),
        ("a: 1\nb: -1.8881545897087e+289\n", f"2: {DIGITS}, got -1.8881545897087e+289"),
        (
            "a: 1\n" + "k" * (MAX_KEY + 1) + ": 1\n",
            f"2: a key has at most {MAX_KEY} characters, got '{'k' * 80}… (257 ",
        ),
        ("a: 1\nb: " + "v" * (MAX_TEXT + 1), f"2: a value has at most {MAX_TEXT} characters, this one has 65537"),
        ("a: 1\nb: " + "[" * 100_000, f"2: mappings and lists are nested more than {MAX_DEPTH} deep"),
        pytest.param(
            "a: 1\nb: [" + "1," * MAX_VALUES,
            f"2: the file has more than {MAX_VALUES} keys and values",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_is_not_allowed_is_one_line(text: str, message: str) -> None:
    """Whatever the YAML holds, what is said of it is one line, with file, line and bound."""
    with pytest.raises(EnvironmentFileError) as caught:
        read(text)
    assert str(caught.value).startswith(f"x.yaml:{message}")
    assert len(caught.value.lines) == 1


@pytest.mark.slow
def test_what_is_within_the_bounds_is_read() -> None:
    """Every bound is the last value that passes, and a byte order mark is none of the text."""
    deep = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read(f"\ufeffa: {'9' * MAX_DIGITS}\n") == {"a": 10**MAX_DIGITS - 1}
    assert read(f"{'k' * MAX_KEY}: {'v' * MAX_TEXT}\n") == {"k" * MAX_KEY: "v" * MAX_TEXT}
    assert read(f"a: {deep}\n") is not None
    assert read("a: [" + "1," * (MAX_VALUES - 3) + "]\n") == {"a": [1] * (MAX_VALUES - 3)}
    assert read("---\na: Grüße 你好 🙂\n...\n") == {"a": "Grüße 你好 🙂"}
    assert read("a: -0x1F\nb: 0777\nc: 1_000\nd: .inf\n") == {"a": -31, "b": "0777", "c": 1000, "d": ".inf"}
