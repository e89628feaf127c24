"""Subjects of certificates, however they are spelled."""

from __future__ import annotations

import time

import pytest

from constructs_lib.declaration.subject_names import canonical_name, name_fault

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
    ("text", "same"),
    [
        ("E=a@example.com", "emailAddress=a@example.com"),
        ("EMAIL=a@example.com", "1.2.840.113549.1.9.1=a@example.com"),
        ("businessCategory=Bank", "OID.2.5.4.15=Bank"),
        ("JURISDICTIONCOUNTRYNAME=DE", "oid.1.3.6.1.4.1.311.60.2.1.3=DE"),
        ("DNQ=1", "DNQUALIFIER=1"),
        ("S=Hesse", "ST=Hesse"),
        ("GENERATION=III", "2.5.4.44=III"),
        ("INITIALS=A", "2.5.4.43=A"),
        ("IP=10.0.0.1", "1.3.6.1.4.1.42.2.11.2.1=10.0.0.1"),
        ("CN=#0c0465646765,O=Example", EDGE),  # UTF8String
        ("CN=#130465646765,O=Example", EDGE),  # PrintableString
        (r"CN=\C3\A9", "CN=é"),
        ("C=DEU", "C=deu"),
        (f"CN={'a' * 300}", f"CN={'A' * 300}"),
    ],
)
def test_what_keycloak_reads_is_read(text: str, same: str) -> None:
    """Its keywords, numbers with a prefix, values in DER and of any length are names, and compare as such."""
    assert canonical_name(text) == canonical_name(same)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "an attribute is a keyword, '=' and a value, which '' is not"),
        ("edge", "an attribute is a keyword, '=' and a value, which 'edge' is not"),
        ("CN=a,,O=b", "an attribute is a keyword, '=' and a value, which ',O=b' is not"),
        ("/CN=a/O=b", "an attribute is a keyword, '=' and a value, which '/CN=a/O=b' is not"),
        ("CN=", "an attribute has no value: write it, or leave the attribute out"),
        ('CN="a, b"', "write values without quotes, with '\\' before each ',' and '+' in them"),
        ("CN=edge;O=Example", "attributes are parted by ',' and not by ';'"),
        ("CN=a<b", "put '\\' before '<'"),
        ("CN=ed\\ge", "nothing is escaped by '\\g': write the character alone"),
        ("CN=edge\\00", "a value has a character in it that nobody sees: remove it"),
        ("CN=edge,O=Example\n", "a value has a character in it that nobody sees: remove it"),
        (r"CN=\FF", "what '\\' and two digits escape are bytes of UTF-8, which these are not"),
        ("CN=#3003", "after '#' a value is its DER in hexadecimal, such as '#0c0465646765' for 'edge'"),
        ("CN=#0c01 61", "after '#' a value is its DER in hexadecimal, such as '#0c0465646765' for 'edge'"),
        ("1.40.1=a", "no attribute has the number '1.40.1': write one such as 'OID.2.5.4.97'"),
        (
            "XX=edge",
            "Keycloak does not know the keyword 'XX': write the attribute's number, such as 'OID.2.5.4.97'",
        ),
    ],
)
def test_reason_is_the_true_one(text: str, reason: str) -> None:
    """Each fault has its own remedy."""
    assert name_fault(text) == reason


@pytest.mark.parametrize(
    ("keyword", "better"),
    [
        ("SN", "SURNAME"),
        ("GN", "GIVENNAME"),
        ("title", "T"),
        ("commonName", "CN"),
        ("postalCode", "OID.2.5.4.17"),
        ("organizationIdentifier", "OID.2.5.4.97"),
    ],
)
def test_keywords_of_other_programs_are_translated(keyword: str, better: str) -> None:
    """What OpenSSL prints and Java does not read is named as Java does, and what is named so is taken."""
    assert name_fault(f"{keyword}=x") == f"Keycloak does not know the keyword '{keyword}': write '{better}'"
    assert name_fault(f"{better}=x") is None


@pytest.mark.parametrize(
    "text", ["CN=a" + " " * 60_000 + "x", "CN=a" + "\\" * 60_000, "a+" * 30_000, "CN=a, " * 10_000]
)
def test_long_names_take_no_time(text: str) -> None:
    """What is far too long is read at once; what grows with its square takes minutes."""
    begun = time.process_time()
    name_fault(text)
    assert time.process_time() - begun < 20
