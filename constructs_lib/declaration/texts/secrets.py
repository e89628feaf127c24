"""Secrets by what they look like."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

from constructs_lib.declaration.texts.public_keys import is_public_key

__all__ = ["hide_secrets", "secret_in"]

# What people call a secret: these words at the end of any other (`bind_password`), the short ones on their own.
_CALLED = (
    r"(?:pass(?:word|wd|phrase|code|wort)|kennwort|secret|api[\s_-]?key|access[\s_-]?key"
    r"|(?:(?<![a-z0-9])|(?-i:(?<=[a-z])(?=[A-Z])))(?:pass|pwd|pw|token|credentials?))"
)
# Not a reference to where the secret is: a URL, an expression, a variable, a placeholder.
_WRITTEN_OUT = r"(?!\S*://|(?-i:\$[A-Z{(]|%[A-Z{])|<|\[|TF_VAR_|var\.)"
# A quote or a comma may stand inside a password; where a list goes on, it ends it.
_IN_WORD = r"(?:[^\s\"',;]|'(?=\w)|[,;](?=\d))"
# To the closing quote, or to the end of the word without the punctuation of the sentence around it.
_TO_ITS_END = r"(?:(?<=\")[^\"]+|(?<=')(?:[^']|'(?=\w))+|\S+?(?=[\"',;:.)\]}]*(?:\s|\Z)))"

_KNOWN = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\"(?:d|k)\"\s*:\s*\"[A-Za-z0-9_-]{16,}"),
    # A password may hold what a URL would escape: it ends at the last `@`. What follows a port is none.
    "a password in a URL": re.compile(
        r"\b[a-z][a-z0-9+.-]{0,30}://[^/\s:@]{0,256}:(?!\d{1,5}/)[^\s\"']{1,1000}@", re.IGNORECASE
    ),
    "a password in a connection string": re.compile(
        r"(?<![^\s;?&\"'])(?:password|passwd|pwd)\s*=(?!>)\s*[^\s;&]+?(?=[\"',:)\]]*(?:[\s;&]|\Z))", re.IGNORECASE
    ),
    "a password in words": re.compile(
        rf"{_CALLED}[\"']?(?:\s*[:=]>?\s*|\s+(?:is|ist|lautet)\s+)[\"']?{_WRITTEN_OUT}(?:"
        rf"(?={_IN_WORD}{{6}})(?={_IN_WORD}*[a-z])(?={_IN_WORD}*[0-9!@#$%^&*+])"
        r"|(?=[0-9]{6,}[\"',;:.)\]}]*(?:\s|\Z))"
        r"|(?<=[\"'])(?=[^\"']{6,64}[\"'])(?=[^\"']*[a-z])(?=[^\"']*[0-9!@#$%^&*+])"
        rf"){_TO_ITS_END}"
        # with nothing between the two, only what no word looks like
        rf"|{_CALLED}\s+[\"']?{_WRITTEN_OUT}(?={_IN_WORD}{{8}})(?={_IN_WORD}*[0-9])"
        rf"(?-i:(?={_IN_WORD}*[a-z])(?={_IN_WORD}*[A-Z!#$%^&*+])){_TO_ITS_END}",
        re.IGNORECASE,
    ),
    "a token in a header": re.compile(
        rf"\bauthorization[\"']?\s*[:=]\s*[\"']?(?:(?:basic|bearer|dpop|token|api-?key)\s+{_WRITTEN_OUT}[^\s\"',;]{{4,}}"
        rf"|{_WRITTEN_OUT}(?=[^\s\"',;]*[0-9])[^\s\"',;]{{6,}})"
        rf"|\bbearer\s+{_WRITTEN_OUT}(?=[\w.~+/=-]*[0-9])[\w.~+/=-]{{8,}}"
        rf"|(?<!\S)(?:-u|--user)[\s=]+[\"']?{_WRITTEN_OUT}[^\s:\"']+:[^\s\"']+",
        re.IGNORECASE,
    ),
    "a JSON Web Token": re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    "an access key": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|AIza[\w-]{35})"
    ),
}

# What is hidden of such a text: a key in PEM to its end, a JSON Web Key as a whole.
_BLOCKS = {
    "a private key": re.compile(
        r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----.*?(?:-----END [A-Z0-9 ]*-----|\Z)"
        r"|\{[^{]*\"(?:d|p|q|dp|dq|qi|oth|k)\"\s*:(?:.*\}|.*)",
        re.DOTALL,
    )
}

# What is left of the first or last line of such a key, whatever became of the rest of it.
_MARK, _QUOTES = re.compile(r"PRIVATE KEY[A-Z ]*-{2,}"), "'\""

# It looks ahead to the end of a word wherever one begins: over a long text that takes the square of its length, so that
# it is read in windows of so many characters, each overlapping half of the one before.
_IN_WORDS, _WINDOW = "a password in words", 1024

# With a sign that neither names nor URLs, paths, filters, patterns of ours and values in DER have.
_MAY_BE_PASSWORD = re.compile(r"(?!.*://|(?:.*=)?#[0-9a-f]*$)(?=.*[a-z])(?=.*[0-9])(?=.*[!#$^&])[^\s/]{8,64}")

_WORD = re.compile(r"[^\s\"'`<>,;()\[\]{}|\\]+")
_PIECES = re.compile(r"[/?#&=:@]")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DIGEST = re.compile(r"\bsha(?:256|384|512)[:-][A-Za-z0-9+/=]+", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f]+", re.IGNORECASE)

# Entropy in bits a character, and turns between kinds of characters, measured on 3,000 random texts of each kind
# against the words of this project and of the provider's schema: 94 to 100 of 100 random ones are found, and no word.
_LEAST_LENGTH, _LEAST_BITS, _LEAST_DIGITS = 20, 3.5, 2
_LEAST_TURNS, _LEAST_TURNS_OF_LETTERS = 0.3, 0.42
_LEAST_LOWER_LENGTH, _LEAST_LOWER_TURNS = 24, 0.25
_LEAST_HEX_LENGTH, _LEAST_HEX_BITS = 32, 3.0


def secret_in(text: str) -> str | None:
    """Say what secret stands in a text, in words that do not repeat it; None when there is none.

    Public keys, certificates, UUIDs and digests are none.
    """
    if is_public_key(text):
        return None
    known = next((name for name in _KNOWN if _is_found(name, text)), None)
    if known:
        return known
    for word in _WORD.findall(_DIGEST.sub("", text)):
        pieces = _PIECES.split(word)
        for piece in pieces if "://" in word or "/" in word else (word, *pieces):
            if _looks_random(piece):
                return f"{len(piece)} characters that look random"
    return None


def _is_found(name: str, text: str) -> bool:
    pattern = _KNOWN[name]
    if name != _IN_WORDS:
        return pattern.search(text) is not None
    starts = range(0, max(len(text) - _WINDOW // 2, 1), _WINDOW // 2)
    return any(pattern.search(text, start, start + _WINDOW) for start in starts)


def hide_secrets(text: str) -> str:
    """Return a text with every secret in it replaced by words that say what was there.

    A word that may be a password is hidden as well: a message does without it, and says where it is.

    Args:
        text: Any text, such as a message that repeats what somebody wrote.
    """
    for name, pattern in _BLOCKS.items():
        text = pattern.sub(f"[{name}, not shown]", text)
    text = _without_broken_key(text)
    for name, pattern in _KNOWN.items():
        text = pattern.sub(f"[{name}, not shown]", text)
    return _WORD.sub(_hidden_word, text)


def _without_broken_key(text: str) -> str:
    """Hide a key in PEM of which a line is damaged, its head above all: all that is quoted with what is left of it."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return text
    start = max(text.rfind(quote, 0, marks[0].start()) for quote in _QUOTES) + 1
    ends = [end for quote in _QUOTES if (end := text.find(quote, marks[-1].end())) >= 0]
    return f"{text[:start]}[a private key, not shown]{text[min(ends, default=len(text)) :]}"


def _hidden_word(found: re.Match[str]) -> str:
    word = found[0].rstrip(":")
    what = secret_in(word) or (_MAY_BE_PASSWORD.fullmatch(word) and "what may be a password")
    return f"[{what}, not shown]{found[0][len(word) :]}" if what else found[0]


def _looks_random(text: str) -> bool:
    characters = [each for each in text if each.isascii() and each.isalnum()]
    digits = sum(each.isdigit() for each in characters)
    if len(text) < _LEAST_LENGTH or _UUID.fullmatch(text) or digits == len(characters):
        return False
    bits, turns = _entropy(text), _turns(characters)
    if _HEX.fullmatch(text):
        return len(text) >= _LEAST_HEX_LENGTH and bits >= _LEAST_HEX_BITS
    if any(each.isupper() for each in characters) and any(each.islower() for each in characters):
        return bits >= _LEAST_BITS and turns >= (_LEAST_TURNS if digits >= _LEAST_DIGITS else _LEAST_TURNS_OF_LETTERS)
    enough = len(text) >= _LEAST_LOWER_LENGTH and digits >= _LEAST_DIGITS
    return enough and bits >= _LEAST_BITS and turns >= _LEAST_LOWER_TURNS


def _entropy(text: str) -> float:
    """Return the Shannon entropy in bits a character."""
    shares = [count / len(text) for count in Counter(text).values()]
    return -sum(share * math.log2(share) for share in shares)


def _turns(characters: list[str]) -> float:
    """Return how often upper case, lower case and digits take turns, a character: rarely so in words and versions."""
    kinds = [(each.isdigit(), each.isupper()) for each in characters]
    return sum(one != other for one, other in pairwise(kinds)) / max(len(kinds) - 1, 1)
