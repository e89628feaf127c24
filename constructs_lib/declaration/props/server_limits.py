"""Texts within the limits of Keycloak 26.7.3: what it refuses half-way through a deployment is refused in the file.

Its database keeps names, descriptions and URLs in columns of 255 characters, and answers 500 to a longer one. What it
keeps as an attribute of a client, such as the subject that it authenticates as, is of any length. A realm's user
profile checks what people are called (Keycloak guide "Managing user attributes").
"""

from __future__ import annotations

import re
from typing import Annotated

from constructs_lib.declaration.props.text_rules import NORMALIZED, TextCheck, TextLength, TextPattern, TextReason
from constructs_lib.declaration.props.url_values import AppUrl, HttpUrl
from constructs_lib.declaration.subject_names import name_fault

__all__ = [
    "AppRedirectUri",
    "LargestNumber",
    "LogoutUri",
    "PasswordPolicy",
    "PersonName",
    "RedirectUri",
    "ShortText",
    "StoredUrl",
    "SubjectName",
]

LargestNumber = 2**31 - 1
"""What a whole number is at most in Keycloak."""

_COLUMN = 255
_POLICY_COLUMN = 2550

# Each with the form of its argument, none where it takes none.
_NUMBERS = (
    *("length", "maxLength", "digits", "lowerCase", "upperCase", "specialChars", "passwordHistory", "passwordAge"),
    *("forceExpiredPasswordChange", "hashIterations", "maxAuthAge", "recoveryCodesWarningThreshold"),
)
_FLAGS = ("notUsername", "notEmail", "notContainsUsername")
_TEXTS = ("hashAlgorithm", "passwordBlacklist", "regexPattern")
_POLICY = re.compile(
    rf"(?P<number>{'|'.join(_NUMBERS)})(?:\((?P<value>[0-9]{{1,10}})\))?"
    rf"|(?P<flag>{'|'.join(_FLAGS)})(?:\(undefined\))?"
    rf"|(?P<text>{'|'.join(_TEXTS)})\([^\s]+\)"
)


def _is_password_policy(value: str) -> bool:
    """Tell whether Keycloak takes a policy, and keeps it as it is written: else the plan would never settle."""
    found = [_POLICY.fullmatch(part) for part in value.split(" and ")] if value else []
    names = [next(filter(None, (match["number"], match["flag"], match["text"]))) for match in found if match]
    numbers = [int(match["value"]) for match in found if match and match["value"]]
    return all(found) and len(set(names)) == len(names) and all(number <= LargestNumber for number in numbers)


ShortText = Annotated[str, TextLength(_COLUMN)]
StoredUrl = Annotated[HttpUrl, TextLength(_COLUMN)]
_NO_FRAGMENT = TextPattern(
    "[^#]+", "a redirect URI has no fragment (RFC 6749 section 3.1.2): take out '#' and what follows it"
)
RedirectUri = Annotated[StoredUrl, _NO_FRAGMENT]
AppRedirectUri = Annotated[AppUrl, TextLength(_COLUMN), _NO_FRAGMENT]
LogoutUri = Annotated[AppUrl, _NO_FRAGMENT]
SubjectName = Annotated[
    str,
    TextReason(name_fault, "a certificate's subject is a name such as 'CN=edge-scorer,O=Example'"),
    NORMALIZED,
]
PersonName = Annotated[
    str,
    TextPattern(
        r"[^<>&\x22$%!#?§;*~/\\\|^=\[\]{}()\x00-\x1f\x7f]+",
        "a person's name has none of & / ( ) < > [ ] { } \" $ % ! # ? § ; * ~ \\ | ^ = in it, and is not empty",
        examples=("Ada", "O'Neil"),
    ),
    TextLength(_COLUMN),
]
PasswordPolicy = Annotated[
    str,
    TextLength(_POLICY_COLUMN),
    TextCheck(
        _is_password_policy,
        "a password policy is a list of Keycloak's rules, each once, joined by ' and ', such as "
        "'length(12) and digits(1) and notUsername'",
    ),
]
