"""What the page says of one principal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.review.explanation import explain, obstacles
from tools.access.report.credentials import credentials
from tools.access.report.lifespans import lifespans
from tools.access.report.listed import listed
from tools.access.report.tokens import shown_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.questions import AccessReview
    from tools.access.reading import ReadEnvironment
    from tools.access.report.fact import Fact
    from tools.access.report.listed import Listed
    from tools.access.report.tokens import ShownToken

__all__ = ["Allowed", "PlacedText", "PrincipalPage", "Refused", "principal_pages"]

_EXPLAINED = 2_000
"""Of a larger environment the page does not say what would have to change for each no: `access why` does."""

_Path = tuple[str, ...]


@dataclass(frozen=True)
class PlacedText:
    """A sentence, and where what it is about is declared.

    Attributes:
        text: The sentence.
        place: `environments/demo.yaml:12`.
    """

    text: str
    place: str


@dataclass(frozen=True)
class Allowed:
    """Actions that somebody may do for the same reasons.

    Attributes:
        because: The reasons.
        pairs: The actions.
        texts: The actions as they are listed.
    """

    because: tuple[PlacedText, ...]
    pairs: tuple[ModelAction, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """An action that somebody may not do.

    Attributes:
        pair: The action.
        remedies: What would change that, each by itself.
    """

    pair: ModelAction
    remedies: tuple[PlacedText, ...]


@dataclass(frozen=True)
class PrincipalPage:
    """A principal's page.

    Attributes:
        id: Fragment that leads to it.
        principal: Who.
        yes: The reasons by action.
        description: What the declaration says of it.
        place: Where it is declared.
        allowed: What it may do, and why.
        obstacles: What keeps it from everything.
        refused: What it may not do; empty in a large environment.
        how: How it gets tokens.
        tokens: What these will hold.
        credentials: How it proves who it is.
        lifespans: How long what it gets is valid.
    """

    id: str
    principal: Principal
    yes: Mapping[ModelAction, tuple[Reason, ...]]
    description: str
    place: str
    allowed: tuple[Allowed, ...]
    obstacles: tuple[PlacedText, ...]
    refused: tuple[Refused, ...]
    how: tuple[str, ...]
    tokens: tuple[ShownToken, ...]
    credentials: tuple[Fact, ...]
    lifespans: tuple[Fact, ...]

    @property
    def is_wide(self) -> bool:
        """Whether it may use every model, those to come included."""
        return any(reason.is_wide for reasons in self.yes.values() for reason in reasons)

    @property
    def listed(self) -> tuple[Listed, ...]:
        """What it may do, alike grants of every model as one entry."""
        return listed(self.yes)


def principal_pages(read: ReadEnvironment, *, people: bool) -> tuple[PrincipalPage, ...]:
    """Return everybody's page, in the order of the review.

    Args:
        read: The environment.
        people: People's names and e-mail addresses are shown.
    """
    review = read.review
    explained = len(review.principals) * len(review.policy.model_actions) <= _EXPLAINED
    return tuple(
        _page(read, f"p{index}", principal, people=people, explained=explained)
        for index, principal in enumerate(review.principals)
    )


def _page(read: ReadEnvironment, id: str, principal: Principal, *, people: bool, explained: bool) -> PrincipalPage:
    review = read.review
    declaration = review.declaration
    yes = review.policy.reasons(principal)
    no = [pair for pair in review.policy.model_actions if pair not in yes]
    in_the_way = tuple(obstacles(declaration, principal)) if no else ()
    description = ""
    if principal.is_machine:
        description = declaration.accesses()[principal.team].consumers[principal.name].description
    return PrincipalPage(
        id,
        principal,
        yes,
        description,
        read.place(_path(declaration, principal)),
        tuple(_allowed(read, yes, large=not explained)),
        tuple(PlacedText(remark.text, read.place(remark.path)) for remark in in_the_way),
        tuple(_refused(read, principal, no)) if explained and not in_the_way else (),
        tuple(_how(review, principal)),
        shown_tokens(read, principal),
        credentials(declaration, principal, people=people),
        lifespans(declaration, principal),
    )


def _allowed(read: ReadEnvironment, yes: Mapping[ModelAction, tuple[Reason, ...]], *, large: bool) -> Iterator[Allowed]:
    by_reasons: dict[tuple[Reason, ...], list[ModelAction]] = {}
    for pair, reasons in yes.items():
        by_reasons.setdefault(reasons, []).append(pair)
    for reasons, pairs in by_reasons.items():
        because = tuple(PlacedText(str(reason), read.place(reason.path)) for reason in reasons)
        texts = tuple(entry.text for entry in listed(dict.fromkeys(pairs, reasons)))
        yield Allowed(because, tuple(pairs), texts if large else tuple(pair.shown for pair in pairs))


def _refused(read: ReadEnvironment, principal: Principal, no: list[ModelAction]) -> Iterator[Refused]:
    for pair in no:
        found = explain(read.review, principal, pair)
        yield Refused(pair, tuple(PlacedText(each.text, read.place(each.path)) for each in found.remedies))


def _how(review: AccessReview, principal: Principal) -> Iterator[str]:
    for client in review.clients.of(principal):
        match client.kind:
            case "machine":
                yield f"client {client.client_id} asks for itself, by the client credentials grant"
            case "application":
                yield f"a login to application {client.client_id}, which asks for scopes"
            case "api":
                yield f"a login to the API's own client {client.client_id}: its tokens hold every role, unasked"
            case _:
                others = " or ".join(client.trades_from)
                yield f"{client.client_id} trades a token that a person got by a login to {others}"


def _path(declaration: Declaration, principal: Principal) -> _Path:
    above = ("teams", principal.team) if principal.team else ()
    match principal.kind:
        case "consumer":
            return (*above, "consumers", principal.name)
        case "person":
            return (*above, "people", principal.name)
        case "directory":
            theirs = principal.name.removeprefix(f"{principal.source}:")
            return ("federation", principal.source, "groups", "map", theirs)
        case "claim":
            claim, _, value = principal.name.removeprefix(f"{principal.source}:").partition("=")
            claims = declaration.identity_providers[principal.source].claims
            return ("identity_providers", principal.source, "claims", *((claim, value) if claim in claims else ()))
        case _:
            return (*above, "groups", principal.group)
