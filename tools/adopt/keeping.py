"""Find out what a deployment would change, and keep what was there, until it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.guardrails.terraform.configuration import Configuration
from stacks.kept import KeptProps
from tools.adopt.additions import additions
from tools.adopt.already_so import is_so
from tools.adopt.changed_sources import Look, changed_sources
from tools.adopt.differences import as_it_is, differences
from tools.adopt.emitted import emitted
from tools.adopt.exempting import exemptions
from tools.adopt.import_list import ImportList
from tools.adopt.kept_clients import declared_clients, kept_attributes
from tools.adopt.kept_lists import kept_lists
from tools.adopt.leaving import differing, unmanaged
from tools.adopt.objections import objections
from tools.adopt.page import Adoption
from tools.adopt.rehearsal import synthesized
from tools.adopt.settled import checked
from tools.adopt.source_keys import leave_source, leave_sources
from tools.adopt.undeclared_rights import undeclared_rights
from tools.audit.declared.facts import declared_facts
from tools.errors import ToolError
from tools.runner.as_adopted import as_adopted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.guardrails.review import Review
    from tools.adopt.differences import Difference
    from tools.adopt.draft import Draft
    from tools.adopt.kept_lists import Settings
    from tools.adopt.rehearsal import Planned, Rehearsal
    from tools.audit.comparison import Difference as LiveDifference
    from tools.audit.declared.facts import DeclaredFacts
    from tools.audit.live.snapshot import Snapshot
    from tools.runner.plan import StackPlan

__all__ = ["Keeper"]

_ROUNDS = 5


@dataclass
class Keeper:
    """Finishes a draft.

    Attributes:
        name: Name of the environment.
        snapshot: The realm.
        draft: What is declared; `kept`, `exemptions` and `unmanaged` are added.
        rehearsal: Plans it.
    """

    name: str
    snapshot: Snapshot
    draft: Draft
    rehearsal: Rehearsal
    _ours: dict[tuple[str, str, str], Any] = field(default_factory=dict, init=False)
    _tried: set[tuple[str, str, str]] = field(default_factory=set, init=False)

    def finish(self) -> tuple[Adoption, ImportList]:
        """Return what was found, and what the first deployment takes over.

        Raises:
            ToolError: It cannot be planned.
        """
        realm = str(self.snapshot.realm["realm"])
        self._keep_lists(kept_lists(self.snapshot, self.draft.document))
        try:
            planned, review = self._settled(realm)
        except ToolError as refused:
            if not leave_sources(self.draft, str(refused).splitlines()[0]):
                raise
            planned, review = self._settled(realm)
        look = self._look(planned, realm)
        while changed := list(changed_sources(look)):
            for each in changed:
                leave_source(self.draft, each.key, each.name, each.why)
            planned, review = self._settled(realm)
            look = self._look(planned, realm)
        self.draft.document["exemptions"] = exemptions(review.findings, realm)
        others = self.draft.document.get("unmanaged", ())
        self.draft.document["unmanaged"] = [
            *others,
            *unmanaged(look.found, [*objections(self.snapshot), *self.draft.left], self._declared(planned).facts),
        ]
        checked(self.draft.document)
        so = as_it_is(planned.plan, planned.code, realm, self._is_so)
        listed = ImportList.of(realm, str(self.snapshot.realm["id"]), planned.imports, so)
        return self._adoption(planned, realm, as_adopted(planned.plan, listed), look.changed), listed

    @property
    def _settings(self) -> Settings:
        kept: dict[str, Any] = self.draft.document["kept"]
        found: Settings = kept.setdefault("settings", {})
        return found

    def _settled(self, realm: str) -> tuple[Planned, Review]:
        """Plan, and keep what would be another, until nothing would."""
        planned, review = self._plan()
        for _ in range(_ROUNDS):
            found = [each for each in differences(planned.plan, planned.code, realm) if self._keep(each)]
            if not found:
                break
            planned, review = self._plan()
        return self._plan() if self._keep_attributes(planned) else (planned, review)

    def _look(self, planned: Planned, realm: str) -> Look:
        changed = [each for each in differences(planned.plan, planned.code, realm) if not self._is_so(each)]
        found = self._differing(planned)
        return Look(self.draft.document, planned.plan, changed, found, self.snapshot.directories)

    def _differing(self, planned: Planned) -> list[LiveDifference]:
        return differing(self.snapshot, checked(self.draft.document).declaration, self._declared(planned))

    def _declared(self, planned: Planned) -> DeclaredFacts:
        return declared_facts(Configuration({self.name: planned.code}))

    def _plan(self) -> tuple[Planned, Review]:
        code, review = synthesized(self.name, checked(self.draft.document))
        return self.rehearsal.plan(code), review

    def _keep_lists(self, settings: Settings) -> None:
        """Keep what Terraform would set without a look at it, where it would set something else."""
        code, _ = synthesized(self.name, checked(self.draft.document))
        realm = str(self.snapshot.realm["realm"])
        for type_, named in settings.items():
            for name, arguments in named.items():
                for argument, value in arguments.items():
                    ours = emitted(code, realm, type_, name, argument)
                    if ours != value:
                        self._ours[type_, name, argument] = ours
                        self._settings.setdefault(type_, {}).setdefault(name, {})[argument] = value

    def _keep(self, difference: Difference) -> bool:
        """Keep what was found in place of ours; false where that was tried already."""
        key = difference.type, difference.name, difference.argument
        if key in self._tried or self._is_so(difference):
            return False
        self._tried.add(key)
        self._ours.setdefault(key, difference.ours)
        value = {difference.type: {difference.name: {difference.argument: difference.found}}}
        try:
            KeptProps.model_validate({"settings": value})
        except ValidationError:
            return False
        self._settings.setdefault(difference.type, {}).setdefault(difference.name, {})[difference.argument] = (
            difference.found
        )
        return True

    def _keep_attributes(self, planned: Planned) -> bool:
        """Keep attributes of clients that the provider does not know; false where there are none."""
        found = kept_attributes(self._differing(planned))
        clients = self._settings.setdefault("keycloak_openid_client", {})
        ours = declared_clients(self.draft)
        for name in sorted(found.keys() & ours):
            kept = clients.setdefault(name, {})
            kept["extra_config"] = {**(kept.get("extra_config") or {}), **found[name]}
        return bool(found.keys() & ours)

    def _is_so(self, difference: Difference) -> bool:
        return is_so(difference, self.snapshot)

    def _adoption(self, planned: Planned, realm: str, told: StackPlan, changed: Sequence[Difference]) -> Adoption:
        destroyed = [each.address for each in planned.plan.changes if each.destroys]
        if destroyed:
            raise ToolError(f"a deployment would destroy {', '.join(destroyed)}: nothing was written")
        return Adoption(
            environment=self.name,
            realm=realm,
            document=self.draft.document,
            guesses=tuple(self.draft.guesses),
            taken_over=tuple(each.what for each in planned.imports),
            added=tuple(additions(told.objects)),
            changes=told.counts[1],
            changed=tuple(f"{each.argument} of {each.type} '{each.name}'" for each in changed),
            ours=self._ours,
            secrets=tuple(sorted(_secrets(planned.code))),
            undeclared=tuple(undeclared_rights(self.snapshot, self.draft.document)),
        )


def _secrets(code: Mapping[str, Any]) -> list[str]:
    return [name for name, body in code.get("variable", {}).items() if "default" not in body]
