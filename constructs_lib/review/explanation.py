"""Why somebody may do something, how they do it; or why not, and what would change that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_reasons import declared_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.clients import ReviewedClient
    from constructs_lib.review.questions import AccessReview

__all__ = ["Explanation", "Remark", "Way", "explain", "obstacles"]

_Path = tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """A sentence about the declaration.

    Attributes:
        text: What is so, or would have to be.
        path: Where that stands, from the declaration's root.
    """

    text: str
    path: _Path


@dataclass(frozen=True)
class Way:
    """How a yes becomes a token.

    Attributes:
        client: The client that asks.
        scope: What it asks for; nothing where its tokens hold all roles unasked.
    """

    client: ReviewedClient
    scope: str = ""

    def __str__(self) -> str:
        """Return what to do."""
        client_id, asks = self.client.client_id, f"asks for scope {self.scope}"
        match self.client.kind:
            case "machine":
                return f"client {client_id} {asks}"
            case "application":
                return f"by a login to {client_id}, which {asks}"
            case "api":
                return f"by a login to the API's own client {client_id}, whose tokens hold every role"
            case _:
                return f"by a token of {' or '.join(self.client.trades_from)} that {client_id} trades: it {asks}"


@dataclass(frozen=True)
class Explanation:
    """The answer for one principal and one action.

    Attributes:
        principal: Who.
        pair: What.
        reasons: Why; none is a no.
        ended: Grants that allowed it until they ended, where it is a no.
        ways: How they get a token for it; none, though there are reasons, is a grant that nobody can use.
        obstacles: What keeps them from it, whatever they are granted.
        remedies: Changes that would make it a yes, where it is a no; any one of them.
    """

    principal: Principal
    pair: ModelAction
    reasons: tuple[Reason, ...]
    ways: tuple[Way, ...]
    obstacles: tuple[Remark, ...]
    remedies: tuple[Remark, ...]
    ended: tuple[Reason, ...] = ()

    @property
    def is_yes(self) -> bool:
        """Whether they may."""
        return bool(self.reasons)


def explain(review: AccessReview, principal: Principal, pair: ModelAction) -> Explanation:
    """Explain one answer.

    Args:
        review: Of the declaration.
        principal: Somebody of it.
        pair: An action that a model of it has.
    """
    reasons = review.policy.reasons(principal).get(pair, ())
    return Explanation(
        principal,
        pair,
        reasons,
        ways=tuple(_ways(review, principal, pair, reasons)) if reasons else (),
        obstacles=tuple(obstacles(review.declaration, principal)),
        remedies=() if reasons else tuple(_remedies(review, principal, pair)),
        ended=() if reasons else review.policy.ended(principal).get(pair, ()),
    )


def _ways(review: AccessReview, principal: Principal, pair: ModelAction, reasons: tuple[Reason, ...]) -> Iterator[Way]:
    policy, kinds = review.policy, {reason.kind for reason in reasons}
    by_name = policy.scopes_of(pair)
    own = (
        *([policy.served.access_roles[policy.served.api_of(pair.model)]] if "every_model" in kinds else []),
        *(by_name if kinds & {"own", "group"} else ()),
    )
    for client in review.clients.of(principal):
        if client.holds_all_roles:
            if client.api == policy.served.api_of(pair.model):
                yield Way(client)
            continue
        for_others = principal.is_machine and client.kind == "trader"
        asked = by_name if for_others and "exchange" in kinds else () if for_others else own
        yield from (Way(client, scope) for scope in asked if scope in client.optional_scopes)


def obstacles(declaration: Declaration, principal: Principal) -> Iterator[Remark]:
    """Yield what keeps somebody from any token, whatever is granted.

    Args:
        declaration: What is declared.
        principal: Somebody of it.
    """
    if not declaration.realm.enabled:
        yield Remark(f"realm '{declaration.realm.name}' is disabled: it issues no token", ("realm", "enabled"))
    if not principal.enabled:
        place = (
            ("federation" if principal.kind == "directory" else "identity_providers", principal.source)
            if principal.source
            else declared_path(principal.team, "people", principal.name)
        )
        who = f"'{principal.source}' is" if principal.source else f"{principal} is"
        yield Remark(f"{who} disabled", (*place, "enabled"))


def _remedies(review: AccessReview, principal: Principal, pair: ModelAction) -> Iterator[Remark]:
    for reason in review.policy.ended(principal).get(pair, ()):
        yield Remark(f"write a later until for the grant of {pair.action} in {'.'.join(reason.path)}", reason.path)
    kind = "consumers" if principal.is_machine else "people"
    holder = ("groups", principal.group) if principal.group else (kind, principal.name, "grants")
    key = ".".join((*holder, pair.model))
    path = (*(("teams", principal.team) if principal.team else ()), *holder)
    if principal.team and not review.policy.is_open(pair.model, principal.team):
        yield Remark(
            f"let team '{principal.team}' grant the model, by models.{pair.model}.open_to; "
            f"then add {pair.action} to {key}",
            ("models", pair.model),
        )
    else:
        yield Remark(f"add {pair.action} to {key}", path)
    if principal.kind == "person":
        yield from _own_groups(review, principal, pair)
        yield from _groups_to_join(review, principal, pair)


def _own_groups(review: AccessReview, principal: Principal, pair: ModelAction) -> Iterator[Remark]:
    """Yield the groups that somebody is in: each may be granted more, where their team may have it."""
    team, accesses = principal.team, review.declaration.accesses()
    if team and not review.policy.is_open(pair.model, team):
        return
    for group in accesses[team].people[principal.name].groups:
        owner = team if group in accesses[team].groups else None
        text = f"add {pair.action} to groups.{group}.{pair.model}, for all who are in the group"
        yield Remark(text, declared_path(owner, "groups", group))


def _groups_to_join(review: AccessReview, principal: Principal, pair: ModelAction) -> Iterator[Remark]:
    """Yield the groups that would do: of one's own team, and of all teams where the team may have what they grant."""
    policy, team = review.policy, principal.team
    for owner in dict.fromkeys((team, None)):
        for group, grants in review.declaration.accesses()[owner].groups.items():
            named = pair.model in grants and pair in policy.allowed({pair.model: grants[pair.model]})
            if pair not in policy.allowed(grants) or (named and team and not policy.is_open(pair.model, team)):
                continue
            more = "" if named or not team else "; it grants every model: the environment's own file must exempt that"
            path = (*declared_path(principal.team, "people", principal.name), "groups")
            yield Remark(f"add group {group} to people.{principal.name}.groups{more}", path)
