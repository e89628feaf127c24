"""Who may do what, and why: the answers of the access policy, found by the names that people use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.model_names import as_declared, model_and_action
from constructs_lib.declaration.principals import Principal, principals
from constructs_lib.review.clients import ReviewedClients
from constructs_lib.review.unknown_name import QuestionError, UnknownNameError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.props import Declaration

__all__ = ["AccessReview", "Yes"]


@dataclass(frozen=True)
class Yes:
    """Somebody may do something.

    Attributes:
        principal: Who.
        pair: What.
        reasons: Why; each is enough.
    """

    principal: Principal
    pair: ModelAction
    reasons: tuple[Reason, ...]

    @property
    def why(self) -> str:
        """All reasons in words."""
        return "; ".join(map(str, self.reasons))


class AccessReview:
    """Answers for one declaration.

    Args:
        declaration: A declaration that passed `check_declaration`.
        today: The day that is asked about: grants that have ended allow nothing. Defaults to this day.
    """

    def __init__(self, declaration: Declaration, today: dt.date | None = None) -> None:
        self.declaration = declaration
        self.policy = AccessPolicy(declaration, today)
        self.principals = principals(declaration)
        self.clients = ReviewedClients(declaration, self.policy)

    @cached_property
    def _by_name(self) -> dict[str, list[Principal]]:
        found: dict[str, list[Principal]] = {}
        for principal in self.principals:
            found.setdefault(principal.name, []).append(principal)
            if principal.is_declared:
                found.setdefault(f"{principal.kind}:{principal.name}", []).append(principal)
        return found

    def principal(self, name: str) -> Principal:
        """Return whom a name means.

        Args:
            name: As `Principal.name` has it; `consumer:` or `person:` before it tells two of one name apart.

        Raises:
            QuestionError: It means nobody, or two.
        """
        found = self._by_name.get(name, [])
        if len(found) > 1:
            names = " or ".join(f"'{principal.kind}:{name}'" for principal in found)
            raise QuestionError(f"'{name}' is a consumer and a person: write {names}")
        if not found:
            raise UnknownNameError(f"no principal '{name}'", name, (each.name for each in self.principals))
        return found[0]

    def pairs(self, text: str) -> tuple[ModelAction, ...]:
        """Return what `MODEL` or `MODEL:ACTION` means: every action of the model, or that one.

        Raises:
            UnknownNameError: There is no such model, or it has no such action.
        """
        models = self.declaration.models
        model, action = self._read(text)
        if model not in models:
            raise UnknownNameError(f"no model '{model}'", model, models)
        actions = models[model].actions
        if action is not None and action not in actions:
            raise UnknownNameError(f"model '{model}' has no action '{action}'", action, actions)
        wanted = set(actions) if action is None else {action}
        return tuple(pair for pair in self.policy.model_actions if pair.model == model and pair.action in wanted)

    def _read(self, text: str) -> tuple[str, str | None]:
        """Return the model and the action that a text names; None where it is a model as a whole.

        A role's name is understood too, with the model as it is written there.
        """
        models = self.declaration.models
        for name in (text, as_declared(text)):
            if name in models:
                return name, None
        model, action = model_and_action(text) or (text, "")
        # `qwen3:9b` is a model that there is not: no action begins with a digit.
        return (model, action) if model in models or action[:1].isalpha() else (text, None)

    def pair(self, text: str) -> ModelAction:
        """Return what `MODEL:ACTION` means.

        Raises:
            QuestionError: As for `pairs`, or the action is left out.
        """
        found = self.pairs(text)
        if self._read(text)[1] is None:
            raise QuestionError(f"'{text}' is a model: name an action too, such as '{found[0].shown}'")
        return found[0]

    def require_team(self, team: str) -> str:
        """Check that there is such a team.

        Raises:
            UnknownNameError: There is none.
        """
        if team not in self.declaration.teams:
            raise UnknownNameError(f"no team '{team}'", team, self.declaration.teams)
        return team

    def matrix(
        self, *, models: str | None = None, who: str | None = None, team: str | None = None
    ) -> tuple[tuple[Principal, ...], tuple[ModelAction, ...], tuple[Yes, ...]]:
        """Return the principals and actions that are asked for, and every yes between them.

        Args:
            models: A model, or a model and an action; left out, all.
            who: A principal; left out, all.
            team: The team that declares the principals; left out, all.

        Raises:
            QuestionError: One of the names means nothing.
        """
        pairs = self.pairs(models) if models else self.policy.model_actions
        asked = (self.principal(who),) if who else self.principals
        if team is not None:
            self.require_team(team)
            asked = tuple(principal for principal in asked if principal.team == team)
        return asked, pairs, tuple(self._yes(asked, frozenset(pairs)))

    def _yes(self, asked: tuple[Principal, ...], pairs: frozenset[ModelAction]) -> Iterator[Yes]:
        for principal in asked:
            for pair, reasons in self.policy.reasons(principal).items():
                if pair in pairs:
                    yield Yes(principal, pair, reasons)
