"""How a model's name may be written in the path of a request."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.gateways.model_in_path import decoded, has_spellings, name_in_path, pattern_of, spellings

pytestmark = pytest.mark.unit

NAMES = st.from_regex("[a@][a%2Ff:@+ ./-]{0,6}", fullmatch=True).filter(lambda name: "%" not in name)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("gpt-4.1", ["gpt-4.1"], ["gpt-4x1", "gpt%2D4.1", "gpt-4%2E1", "%67pt-4.1", "GPT-4.1"]),
        (
            "meta-llama/Llama",
            ["meta-llama%2FLlama", "meta-llama%2fLlama"],
            [
                "meta-llama/Llama",
                "meta-llama%252FLlama",
                "meta-llama%5CLlama",
                "meta-llama%c0%afLlama",
                "meta-llama%2F%2FLlama",
            ],
        ),
        (
            "qwen3:8b",
            ["qwen3:8b", "qwen3%3A8b", "qwen3%3a8b"],
            ["qwen3%253A8b", "qwen3", "qwen3:8b:8b", "qwen3%u003A8b"],
        ),
        ("c++", ["c++", "c+%2b", "c%2B%2B"], ["c", "cc", "c  ", "c%20%20"]),
        ("a b", ["a%20b"], ["a b", "a+b", "a%09b", "a%2520b"]),
    ],
)
def test_spellings_of_clients_match(name: str, right: list[str], wrong: list[str]) -> None:
    """What clients send matches; what is encoded twice, without need or wrongly does not."""
    pattern = re.compile(pattern_of(f"/v2/models/{name_in_path(name)}/infer"))
    every = {text: bool(pattern.fullmatch(f"/v2/models/{text}/infer")) for text in (*right, *wrong)}
    assert every == dict.fromkeys(right, True) | dict.fromkeys(wrong, False)


@given(NAMES, NAMES)
def test_names_are_matched_exactly(name: str, other: str) -> None:
    """A path in any spelling of one name matches that name's pattern, and another name's where it is the same."""
    pattern = re.compile(pattern_of(f"/m/{name_in_path(name)}:predict"))
    for text in (quote(other, safe=""), quote(other, safe=":@+"), quote(other, safe="").lower()):
        assert bool(pattern.fullmatch(f"/m/{text}:predict")) == (unquote(text) == name)


@given(NAMES)
def test_spellings_are_among_the_pattern(name: str) -> None:
    """The texts for a gateway without expressions are some of what the expression matches, and all mean the name."""
    path = f"/m/{name_in_path(name)}/x"
    found = spellings(path)
    assert all(re.fullmatch(pattern_of(path), text) for text in found)
    assert {decoded(text) for text in found} == {f"/m/{name}/x"}
    assert has_spellings(path) == (len(found) > 1 or "%" in found[0])


def test_former_names_are_as_they_were() -> None:
    """Of a name that was valid before there is one spelling, and nothing to decode."""
    path = f"/v2/models/{name_in_path('fraud-detector_2')}/infer"
    assert (path, spellings(path), pattern_of(path)) == ("/v2/models/fraud-detector_2/infer", (path,), path)
    assert not has_spellings(path)
