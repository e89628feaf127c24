"""What client scopes in plans are for, by their names: with the prefix of a realm that is joined, or without one."""

from __future__ import annotations

from constructs_lib.declaration.model_names import as_declared
from constructs_lib.declaration.token_settings import TOKEN_SCOPE

__all__ = ["asked_pair", "unprefixed"]

_EXCHANGE, _MODEL = "exchange", "model"


def unprefixed(scope: str) -> str:
    """Return what a client scope without a role would be called without the prefix of a realm that is joined.

    A consumer's name keeps it: `ml-dev-exchange.batch` is `exchange.ml-dev-batch`.
    """
    kind, dot, rest = scope.partition(".")
    if dot and kind.endswith(f"-{_EXCHANGE}"):
        return f"{_EXCHANGE}.{kind.removesuffix(_EXCHANGE)}{rest}"
    return TOKEN_SCOPE if scope.endswith(f"-{TOKEN_SCOPE}") else scope


def asked_pair(scope: str) -> tuple[str, str] | None:
    """Return the model and the action that a client scope asks for, with the prefix of a realm that is joined or not.

    Args:
        scope: Such as `ml-dev-model.fraud.predict`; None is returned for one of something else.
    """
    kind, _, rest = scope.partition(".")
    model, dot, action = rest.rpartition(".")
    return (as_declared(model), action) if dot and (kind == _MODEL or kind.endswith(f"-{_MODEL}")) else None
