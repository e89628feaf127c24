r"""What things of a realm are called in patterns: `*` stands for any text, `\*` for itself (`unmanaged`, `--remove`).

Whoever may make a client or a role gives it its name: one that is called `*` must not stand for all others.
"""

from __future__ import annotations

from constructs_lib.declaration.name_pattern import ANY, matches

__all__ = ["exactly", "means", "means_many"]

_ITSELF = f"\\{ANY}"
# No name has it: Keycloak takes no control characters, and neither does an environment's file.
_MARK = "\x00"


def means(pattern: str, name: str) -> bool:
    """Tell whether a thing is one that a pattern means.

    Args:
        pattern: The pattern.
        name: What `make audit` calls the thing.
    """
    return matches(pattern.replace(_ITSELF, _MARK), name.replace(ANY, _MARK))


def means_many(pattern: str) -> bool:
    """Tell whether a pattern can mean several things.

    Args:
        pattern: The pattern.
    """
    return ANY in pattern.replace(_ITSELF, "")


def exactly(name: str) -> str:
    """Return the pattern that means a thing and no other one.

    Args:
        name: What `make audit` calls the thing.
    """
    return name.replace(ANY, _ITSELF)
