"""YAML that Envoy and Kubernetes read as it was meant."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from constructs_lib.gateways.yaml_text import yaml_text

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("name", ["yes", "No", "on", "off", "y", "1_000", "12", "1:30", "fraud", "127.0.0.1", "null"])
def test_texts_stay_texts_by_yaml_1_1(name: str) -> None:
    """A model may be named `on`: whoever reads YAML 1.1 takes it for no truth value, nor `1_000` for a number."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 1)
    assert reader.load(yaml_text({name: [name]})) == {name: [name]}


def test_equal_parts_of_a_large_document_are_written_once() -> None:
    """A reader gets what was meant; of a table each entry is a line, and scalars of other types are no equal parts."""
    check = {"filter": "jwt", "value": {"exact": True}}
    document = {"map": {"a": [check, check], "b": [check]}, "other": {"filter": "jwt", "value": {"exact": 1}}}
    text = yaml_text(document, large=True)
    assert YAML(typ="safe", pure=True).load(text) == document
    assert text.count("jwt") == 2
    assert [line.strip()[:2] for line in text.splitlines()[1:3]] == ["a:", "b:"]


@pytest.mark.parametrize("text", ["/v1/models/qwen3(?:[:]|%3A)8b", "a?b", "a:,b"])
def test_text_that_ends_between_braces(text: str) -> None:
    """Envoy's reader, yaml-cpp, ends a text without quotes at a question mark there: it gets quotes."""
    document = {"map": {"a": {"regex": text}}}
    written = yaml_text(document, large=True)
    assert f"'{text}'" in written
    assert YAML(typ="safe", pure=True).load(written) == document


def test_an_entry_of_a_table_is_one_line() -> None:
    """However long it is: yaml-cpp finds no end of braces that began in the line before."""
    document = {"map": {"a": [f"role of model {number}" for number in range(1000)]}}
    assert len(yaml_text(document, large=True).splitlines()) == 2
