"""What an app's expressions may use beyond what our constructs write."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Allowance"]

_SHORTEST_REASON = 10


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """A widening of the allow-list, by an app of one's own: in its code, with a reason that a reviewer can judge.

    Attributes:
        reason: Why the app needs it.
        functions: Terraform functions, such as `jsonencode`.
        references: First parts of references: `aws_s3_bucket`, `path`, or `data.aws_secretsmanager_secret`.

    Raises:
        ValueError: The reason says nothing.
    """

    reason: str
    functions: frozenset[str] = field(default=frozenset())
    references: frozenset[str] = field(default=frozenset())

    def __post_init__(self) -> None:
        """Check the reason."""
        if len(self.reason.strip()) < _SHORTEST_REASON:
            raise ValueError(f"say why the app needs it, in at least {_SHORTEST_REASON} letters, got '{self.reason}'")
