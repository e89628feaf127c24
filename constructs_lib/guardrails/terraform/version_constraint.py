"""Which versions a Terraform version constraint allows."""

from __future__ import annotations

import re

__all__ = ["allows_only", "version_of"]

Version = tuple[int, int, int]

_TERM = re.compile(r"(=|!=|>=|<=|>|<|~>)?\s*v?(\d{1,9}(?:\.\d{1,9}){0,2})", re.ASCII)
_LENGTH = 3


def version_of(text: str) -> Version:
    """Return a version of one to three numbers, such as `4.5`, as three.

    Raises:
        ValueError: It is none.
    """
    numbers = [int(part) for part in text.split(".")]
    if not 1 <= len(numbers) <= _LENGTH:
        raise ValueError(f"a version is up to three numbers, got '{text}'")
    major, minor, patch = (*numbers, 0, 0)[:_LENGTH]
    return major, minor, patch


def allows_only(constraint: str, *, oldest: Version, before: Version) -> bool:
    """Tell whether every version that a constraint allows is within a range; a pre-release is in none.

    Args:
        constraint: Terms with a comma between them, such as `>= 4.5.0, < 6.0.0` (Terraform "Version Constraints").
        oldest: The first version of the range.
        before: The first version after it.
    """
    terms = [_TERM.fullmatch(term.strip()) for term in constraint.split(",")]
    lower, upper = False, False
    for term in terms:
        if term is None:
            return False
        operator, version = term[1] or "=", version_of(term[2])
        lower |= operator in ("=", ">=", ">", "~>") and version >= oldest
        end = _end(operator, version, term[2].count(".") + 1)
        upper |= end is not None and end <= before
    return lower and upper


def _end(operator: str, version: Version, numbers: int) -> Version | None:
    """Return the first version after those that a term allows; None where there is none."""
    major, minor, patch = version
    if operator == "<":
        return version
    if operator in ("=", "<="):
        return major, minor, patch + 1
    if operator == "~>" and numbers > 1:  # the last number may grow; Terraform has no end for `~> 5`
        return (major, minor + 1, 0) if numbers == _LENGTH else (major + 1, 0, 0)
    return None
