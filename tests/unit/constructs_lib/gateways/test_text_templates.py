"""Values in files that are neither YAML nor JSON."""

from __future__ import annotations

import ast
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from constructs_lib.gateways.text_templates import quoted, quoted_for_nginx, render_template

pytestmark = pytest.mark.unit

# Halves of characters stand in no file.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def test_a_missing_value_is_an_error() -> None:
    """A template with a hole is never written."""
    with pytest.raises(UndefinedError):
        render_template("nginx.conf.j2")


@pytest.mark.parametrize("value", ['a"b', "a;b", "a'b", "a$b", "a\nb", "a\n"])
def test_nginx_takes_no_value_that_ends_its_text(value: str) -> None:
    """What could break out of a quoted text, or stand for a variable, is refused."""
    with pytest.raises(ValueError, match="nginx"):
        quoted_for_nginx(value)


@given(TEXTS)
def test_a_quoted_value_stays_one_value(value: str) -> None:
    """Python reads exactly the value, whatever it holds."""
    assert ast.literal_eval(quoted(value)) == value


@given(TEXTS)
def test_toml_reads_the_value(value: str) -> None:
    """TOML reads exactly the value, whatever it holds."""
    assert tomllib.loads(f"x = {quoted(value)}") == {"x": value}
