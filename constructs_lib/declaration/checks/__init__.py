"""Rules that look at more than one field of a declaration, one concern a file."""

from constructs_lib.declaration.checks.declaration import check_declaration

__all__ = ["check_declaration"]
