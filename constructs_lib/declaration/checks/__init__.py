"""Rules that look at more than one field of a declaration, one concern a file."""

from constructs_lib.declaration.checks.declaration import MOST_FINDINGS, check_declaration

__all__ = ["MOST_FINDINGS", "check_declaration"]
