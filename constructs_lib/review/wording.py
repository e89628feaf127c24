"""Words of a difference: what grants, ways to prove who one is and durations are called by those who read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props.grants import granted_actions
from constructs_lib.declaration.props.values import duration_seconds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Grants
    from constructs_lib.review.questions import AccessReview

__all__ = [
    "factors_in_words",
    "grants_in_words",
    "listed",
    "may_call",
    "method_in_words",
    "reasons_in_words",
    "shortly",
    "spelled",
    "verb",
]

_SHOWN = 6
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_METHODS = {
    "client_secret": "a shared secret",
    "private_key_jwt": "a signed assertion",
    "mtls": "a certificate",
    "federated": "a token of its platform",
}
_FACTORS = {"otp": "one-time password", "passkey": "passkey"}


def verb(principal: Principal, word: str) -> str:
    """Return a verb as it goes with somebody: one consumer or person gains, people gain."""
    return f"{word}s" if principal.is_declared else word


def reasons_in_words(reasons: Iterable[Reason], principal: Principal) -> str:
    """Return reasons of somebody."""
    own = f"a grant of {'its' if principal.is_machine else 'their'} own"
    return "; ".join(_in_words(reason, own) for reason in reasons)


def _in_words(reason: Reason, own: str) -> str:
    if reason.kind == "own":
        return f"{own}{reason.terms}"
    if reason.kind == "exchange":
        people = f"people logged in to {', '.join(reason.applications)}"
        return f"on behalf of {people}, within what each of them may do{reason.terms}"
    return str(reason)


def listed(pairs: Iterable[ModelAction]) -> str:
    """Return model actions, all of them."""
    return ", ".join(pair.shown for pair in pairs)


def shortly(words: Sequence[str]) -> str:
    """Return the first of many, and how many there are beyond."""
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(words[:_SHOWN]) + more


def may_call(review: AccessReview, principal: Principal) -> tuple[str, tuple[str, ...]]:
    """Return how far somebody's access reaches, in words, and the names in them."""
    found = review.policy.reasons(principal)
    wide = sorted({pair.action for pair, reasons in found.items() if any(reason.is_wide for reason in reasons)})
    roles = [*(f"*:{action}" for action in wide), *(pair.shown for pair in found if pair.action not in wide)]
    return f"may call: {shortly(roles) or 'nothing'}", tuple(roles)


def grants_in_words(grants: Grants) -> tuple[str, tuple[str, ...]]:
    """Return grants, such as `*:predict, fraud-detector:explain`, and the names in that."""
    roles = sorted(f"{model}:{granted.action}" for model, grant in grants.items() for granted in granted_actions(grant))
    return shortly(roles) or "none", tuple(roles)


def method_in_words(method: object) -> str:
    """Return how a machine proves who it is."""
    words = _METHODS.get(str(method))
    return f"{words}, {method}" if words else str(method)


def factors_in_words(factors: Collection[str]) -> str:
    """Return second factors."""
    return " and ".join(_FACTORS.get(factor, factor) for factor in sorted(factors)) or "none"


def spelled(duration: str) -> str:
    """Return a duration such as `1h30m` as `1 hour 30 minutes`."""
    left, words = duration_seconds(duration), []
    for name, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " ".join(words) or "0 seconds"
