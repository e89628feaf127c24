"""What a change of some settings means, in a sentence of its own, and how far it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.review.wording import may_call

if TYPE_CHECKING:
    from constructs_lib.review.questions import AccessReview
    from constructs_lib.review.settings import Path

__all__ = ["items_in_words", "lasting", "reach_of_consumer", "reach_of_exchange", "reach_of_lifespan"]

Reach = tuple[str, tuple[str, ...]]

# By the last key; `{}` is how long.
_LASTING = {
    "access_token": "access tokens are valid for {}",
    "access_token_lifespan": "access tokens are valid for {}",
    "access_code": "codes of a login are valid for {}",
    "session_idle": "sessions end when idle for {}",
    "session_max": "sessions last {} at most",
    "offline_idle": "offline sessions end when idle for {}",
    "offline_max": "offline sessions last {} at most",
    "invitation": "links of invitations are valid for {}",
}
# By the last key; when something is added, and when it is taken away.
_ITEMS = {
    "redirect_uris": ("logins may be sent to {}", "logins are no longer sent to {}"),
    "from_": (
        "may exchange the tokens of people logged in to {}, and call as them, within what each of them may do",
        "may no longer exchange the tokens of people logged in to {}",
    ),
}


def lasting(path: Path) -> str | None:
    """Return the sentence of a setting that says how long something lasts; None where it has none of its own."""
    is_lifespan = "lifespans" in path or path[-1] == "access_token_lifespan"
    return _LASTING.get(path[-1]) if is_lifespan else None


def items_in_words(path: Path) -> tuple[str, str] | None:
    """Return the sentences for an item that is added, and for one that is taken away; None where there are none."""
    return _ITEMS.get(path[-1])


def reach_of_consumer(name: str, review: AccessReview | None) -> Reach:
    """Return what whoever proves to be a consumer may do, and the names in that."""
    for principal in review.principals if review else ():
        if review and principal.is_machine and principal.name == name:
            return may_call(review, principal)
    return "", ()


def reach_of_exchange(path: Path, application: str, review: AccessReview | None) -> tuple[str, ...]:
    """Return what a consumer may do for people of an application, where the path is that of such applications."""
    if review is None or path[-2:] != ("exchange", "from_"):
        return ()
    return tuple(
        pair.shown
        for principal in review.principals
        if principal.is_machine and principal.name == path[1]
        for pair, reasons in review.policy.reasons(principal).items()
        if any(application in reason.applications for reason in reasons)
    )


def reach_of_lifespan(path: Path) -> str:
    """Return whom a lifespan is for, where that is not the subject alone."""
    of_clients = path[-1] in ("access_token", "session_idle", "session_max", "offline_idle", "offline_max")
    return "for every client that has none of its own" if path[:2] == ("realm", "lifespans") and of_clients else ""
