"""The subjects of certificates, compared as names and not as texts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from cryptography.x509 import Name
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CanonicalName", "canonical_name"]

CanonicalName = tuple[frozenset[tuple[str, str]], ...]
"""A name's parts from the first written to the last, each with its attributes: OIDs, and values as they compare."""

# Beside those of RFC 4514 section 3: what Java, and so Keycloak, reads too.
_MORE_KEYWORDS = {
    "EMAILADDRESS": NameOID.EMAIL_ADDRESS,
    "SERIALNUMBER": NameOID.SERIAL_NUMBER,
    "GIVENNAME": NameOID.GIVEN_NAME,
    "SURNAME": NameOID.SURNAME,
    "T": NameOID.TITLE,
}
_SPACE_BEFORE, _SPACE_AFTER = re.compile(r"(?<![\\ ]) +(?=[=,+])"), re.compile(r"(?<!\\)([=,+]) +")
_KEYWORD = re.compile(r"((?:\A|(?<!\\)[,+])[A-Za-z]+)(?==)")
# The DER of a value, in hexadecimal: RFC 4514 section 2.4 has it for types without a keyword.
_AS_DER = re.compile(r"(?<!\\)=#")


def canonical_name(text: str) -> CanonicalName | None:
    """Return what a name of RFC 4514 is however it is spelled, or None where it is none, or may be read in two ways.

    Neither case, nor spaces beside separators, nor escapes, nor OIDs in place of keywords make another name
    (RFC 4518 section 2). Forms that RFC 4514 has no more, quotes and semicolons, are none; nor are values as DER.

    Args:
        text: A name of at most some hundred characters, such as `CN=edge-scorer,O=Example`.
    """
    spelled = _SPACE_AFTER.sub(r"\1", _SPACE_BEFORE.sub("", text.strip(" ")))
    if _AS_DER.search(spelled):
        return None
    try:
        name = Name.from_rfc4514_string(
            _KEYWORD.sub(lambda found: found[1].upper(), spelled), attr_name_overrides=_MORE_KEYWORDS
        )
    except ValueError:
        return None
    parts = [[(each.oid.dotted_string, str(each.value)) for each in part] for part in reversed(name.rdns)]
    return _canonical(parts) if parts and all(value.isprintable() for part in parts for _, value in part) else None


def _canonical(parts: Sequence[Sequence[tuple[str, str]]]) -> CanonicalName:
    return tuple(
        frozenset((oid, " ".join(unicodedata.normalize("NFKC", value).casefold().split())) for oid, value in part)
        for part in parts
    )
