"""Everything on one side of some plans, before their apply or after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from constructs_lib.declaration.model_action import EVERY_MODEL_PREFIX
from constructs_lib.review.questions import AccessReview
from tools.access.planned.declared import as_declared
from tools.access.planned.grants import Grants
from tools.access.planned.scope_names import asked_pair
from tools.access.planned.side_settings import side_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.principals import Principal
    from constructs_lib.review.settings import Path, Value
    from tools.access.planned.declared import Declared
    from tools.access.planned.objects import Objects
    from tools.access.planned.rest import Rest

__all__ = ["Side"]


@dataclass(frozen=True)
class Side:
    """One side.

    Attributes:
        grants: What the plans hold of it.
        declared: The same as a declaration.
        review: Who may do what.
        settings: Its settings, by the keys of a declaration.
    """

    grants: Grants
    declared: Declared
    review: AccessReview
    settings: Mapping[Path, Value]

    @classmethod
    def of(
        cls,
        objects: Objects,
        models: Mapping[str, str],
        rest: Rest | None,
        owners: Mapping[str, str | None],
        *,
        later: bool,
        complete: bool,
    ) -> Self:
        """Read a side.

        Args:
            objects: Everything in the plans.
            models: Models that are renamed, by their former names.
            rest: What is declared in stacks without a plan, where that is known.
            owners: From a model to the team that owns it, where that is known.
            later: After the apply, not before it.
            complete: The plans are of all stacks.
        """
        grants = Grants(objects, later=later)
        declared = as_declared(grants, models if not later else {}, rest, owners, later=later, complete=complete)
        review = AccessReview(declared.declaration)
        settings = side_settings(objects, grants, declared, review.policy, later=later)
        if rest and later:
            settings = {**settings, **rest.coming}
        return cls(grants, declared, review, settings)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there at all: before a first deployment, or after the last one."""
        return not (self.review.principals or self.grants.groups or self.grants.applications or self.settings)

    def is_wide(self, principal: Principal) -> bool:
        """Whether somebody may use every model, those to come too."""
        return any(reason.is_wide for reasons in self.review.policy.reasons(principal).values() for reason in reasons)

    @property
    def things(self) -> frozenset[str]:
        """What is there, by the names that its parts are told by."""
        side = self.grants
        named = (("consumer", side.consumers), ("person", side.people), ("application", side.applications))
        listed = {f"{label} {name}" for label, holders in (*named, ("group", side.groups)) for name in holders}
        listed |= {f"model {model}:{action}" for model, actions in side.models.items() for action in actions}
        listed |= {f"model {model}:{action}" for model, action in filter(None, map(asked_pair, side.gates))}
        labels = {"identity_providers": "identity provider", "federation": "directory"}
        labels["workload_issuers"] = "workload issuer"
        listed |= {f"{labels[path[0]]} {path[1]}" for path in self.settings if path[0] in labels}
        listed |= {f"every model: {_wide(name)}" for name in side.composites}
        return frozenset(listed | {f"token exchange by {name}" for name, each in side.consumers.items() if each.trades})


def _wide(role: str) -> str:
    """Return what a role behind `*` is told by: its action, and the API among several."""
    part, _, action = role.rpartition(":")
    api = part.removeprefix(EVERY_MODEL_PREFIX).removeprefix(".")
    return f"{action} of {api}" if api else action
