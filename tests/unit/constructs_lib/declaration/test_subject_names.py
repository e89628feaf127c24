"""Subjects of certificates, however they are spelled."""

from __future__ import annotations

import time

import pytest

from constructs_lib.declaration.subject_names import canonical_name

pytestmark = pytest.mark.unit

EDGE = "CN=edge,O=Example"


@pytest.mark.parametrize(
    "text",
    [
        "cn = EDGE , o=example ",
        "2.5.4.3=edge,O=Example",
        r"CN=\65dge,O=Example",
        "CN=\uff45dge,O=Example",  # a full-width letter
    ],
)
def test_spellings_of_one_name_are_one(text: str) -> None:
    """Neither case, spaces, escapes nor OIDs make another name."""
    assert canonical_name(text) == canonical_name(EDGE) is not None


@pytest.mark.parametrize(
    "text", ["CN=edge,O=Other", "O=Example,CN=edge", "CN=edge+O=Example", r"CN=edge\,O=Example", "CN=ed ge,O=Example"]
)
def test_other_names_are_others(text: str) -> None:
    """The order of the parts counts, and what stands in them."""
    assert canonical_name(text) not in (None, canonical_name(EDGE))


@pytest.mark.parametrize(
    "text",
    [
        *("", "edge", "CN=", 'CN="edge",O=Example', "CN=edge;O=Example", "CN=#0c0465646765,O=Example"),
        *("OID.2.5.4.3=edge,O=Example", r"CN=ed\ge", r"CN=edge\00", "CN=a,,O=b", "CN=edge,O=Example\n", "XX=edge"),
    ],
)
def test_what_may_be_read_in_two_ways_is_no_name(text: str) -> None:
    """Older forms, values as DER and control characters are refused rather than guessed at."""
    assert canonical_name(text) is None


@pytest.mark.parametrize(
    "text", ["CN=a" + " " * 60_000 + "x", "CN=a" + "\\" * 60_000, "a+" * 30_000, "CN=a, " * 10_000]
)
def test_long_names_take_no_time(text: str) -> None:
    """What is far too long is read in less than a second."""
    begun = time.process_time()
    canonical_name(text)
    assert time.process_time() - begun < 1
