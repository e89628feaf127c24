"""The subjects of certificates, read as Keycloak reads them, and compared as names and not as texts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from cryptography.x509.oid import NameOID

from constructs_lib.declaration.texts.invisible import shows_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CanonicalName", "canonical_name", "name_fault"]

CanonicalName = tuple[frozenset[tuple[str, str]], ...]
"""A name's parts from the first written to the last, each with its attributes: OIDs, and values as they compare."""

# The keywords of Java's X500Principal, and those that Keycloak's X.509 client authenticator adds to them.
_KEYWORDS: Mapping[str, str] = {
    "CN": "2.5.4.3",
    "SURNAME": "2.5.4.4",
    "SERIALNUMBER": "2.5.4.5",
    "C": "2.5.4.6",
    "L": "2.5.4.7",
    "ST": "2.5.4.8",
    "S": "2.5.4.8",
    "STREET": "2.5.4.9",
    "O": "2.5.4.10",
    "OU": "2.5.4.11",
    "T": "2.5.4.12",
    "BUSINESSCATEGORY": "2.5.4.15",
    "GIVENNAME": "2.5.4.42",
    "INITIALS": "2.5.4.43",
    "GENERATION": "2.5.4.44",
    "DNQUALIFIER": "2.5.4.46",
    "DNQ": "2.5.4.46",
    "UID": "0.9.2342.19200300.100.1.1",
    "DC": "0.9.2342.19200300.100.1.25",
    "EMAILADDRESS": "1.2.840.113549.1.9.1",
    "EMAIL": "1.2.840.113549.1.9.1",
    "E": "1.2.840.113549.1.9.1",
    "JURISDICTIONCOUNTRYNAME": "1.3.6.1.4.1.311.60.2.1.3",
    "IP": "1.3.6.1.4.1.42.2.11.2.1",
}
# What other programs print, and Keycloak does not read.
_OTHERS = {
    **{name.replace("_", ""): oid.dotted_string for name, oid in vars(NameOID).items() if name.isupper()},
    "GN": "2.5.4.42",
    "SN": "2.5.4.4",
}

_TYPE = re.compile(r" *([A-Za-z]+|(?:OID\.)?[0-9.]+) *= *", re.IGNORECASE)
_OID = re.compile(r"(?:[01]\.[1-3]?[0-9]|2\.(?:0|[1-9][0-9]{0,8}))(?:\.(?:0|[1-9][0-9]{0,38}))*")
_PLAIN = re.compile(r"(?:[^\\,+<>;\"]|\\(?:[0-9A-Fa-f]{2}|[,=+<>#;\"\\ ]))*")
_ESCAPED = re.compile(rb"\\([0-9A-Fa-f]{2}|.)")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_SHOWN = 40

# DER (X.690 section 8.23): tags of texts, and how each is encoded. A length from this byte on takes more bytes.
_TEXTS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}
_LONG = 0x80


def canonical_name(text: str) -> CanonicalName:
    """Return what a name is however it is spelled.

    Neither case, nor spaces beside separators, nor escapes, nor OIDs in place of keywords, nor a value's DER make
    another name (RFC 4514, RFC 4518 section 2). Quotes and semicolons, which RFC 4514 has no more, are refused.

    Args:
        text: A name, such as `CN=edge-scorer,O=Example`.

    Raises:
        ValueError: It is none that Keycloak reads, or one that may be read in two ways; says why.
    """
    parts: list[set[tuple[str, str]]] = [set()]
    for joined, oid, value in _attributes(text):
        if not joined:
            parts.append(set())
        parts[-1].add((oid, _folded(value)))
    return tuple(frozenset(part) for part in parts)


def name_fault(text: str) -> str | None:
    """Say why a text is no name that Keycloak reads; None where it is one."""
    try:
        canonical_name(text)
    except ValueError as error:
        return str(error)
    return None


def _attributes(text: str) -> Iterator[tuple[bool, str, str]]:
    """Yield each attribute: whether it is of the same part as the one before, its OID and its value."""
    at, joined = 0, True
    while True:
        kind = _TYPE.match(text, at)
        if kind is None:
            raise ValueError(f"an attribute is a keyword, '=' and a value, which {_shown(text[at:])} is not")
        value = _PLAIN.match(text, kind.end())
        end = value.end() if value else kind.end()
        if end < len(text) and text[end] not in ",+":
            raise ValueError(_stopped(text, end))
        yield joined, _oid(kind[1]), _value(text[kind.end() : end])
        if end == len(text):
            return
        at, joined = end + 1, text[end] == "+"


def _stopped(text: str, at: int) -> str:
    match text[at]:
        case '"':
            return "write values without quotes, with '\\' before each ',' and '+' in them"
        case ";":
            return "attributes are parted by ',' and not by ';'"
        case "\\":
            return f"nothing is escaped by {_shown(text[at : at + 2])}: write the character alone"
        case character:
            return f"put '\\' before '{character}'"


def _oid(keyword: str) -> str:
    known = keyword.upper()
    if known in _KEYWORDS:
        return _KEYWORDS[known]
    number = known.removeprefix("OID.")
    if _OID.fullmatch(number):
        return number
    if known in _OTHERS:
        oid = _OTHERS[known]
        better = next((each for each, number in _KEYWORDS.items() if number == oid), f"OID.{oid}")
        raise ValueError(f"Keycloak does not know the keyword '{keyword}': write '{better}'")
    if number[:1].isdigit():
        raise ValueError(f"no attribute has the number '{number[:_SHOWN]}': write one such as 'OID.2.5.4.97'")
    raise ValueError(
        f"Keycloak does not know the keyword {_shown(keyword)}: write the attribute's number, such as 'OID.2.5.4.97'"
    )


def _value(text: str) -> str:
    if not text.strip(" "):
        raise ValueError("an attribute has no value: write it, or leave the attribute out")
    value = _from_der(text[1:]) if text.startswith("#") else _unescaped(text)
    if not shows_all(value):
        raise ValueError("a value has a character in it that nobody sees: remove it")
    return value


def _unescaped(text: str) -> str:
    pairs = _ESCAPED.sub(
        lambda found: found[1] if len(found[1]) == 1 else bytes.fromhex(found[1].decode()), text.encode()
    )
    try:
        return pairs.decode()
    except UnicodeDecodeError:
        raise ValueError("what '\\' and two digits escape are bytes of UTF-8, which these are not") from None


def _from_der(digits: str) -> str:
    """Return the text that is encoded, or the digits of what is none."""
    der = bytes.fromhex(digits) if _HEX.fullmatch(digits) else b""
    more = max(sum(der[1:2]) - _LONG, 0)
    length, content = (der[2 : 2 + more] if more else der[1:2]), der[2 + more :]
    if length and int.from_bytes(length) == len(content):
        try:
            return content.decode(_TEXTS[der[0]]) if der[0] in _TEXTS else f"#{digits.lower()}"
        except UnicodeDecodeError:
            pass
    raise ValueError("after '#' a value is its DER in hexadecimal, such as '#0c0465646765' for 'edge'")


def _folded(value: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def _shown(text: str) -> str:
    return f"'{text[:_SHOWN]}…'" if len(text) > _SHOWN else f"'{text}'"
