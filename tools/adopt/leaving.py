"""What the realm holds that the environment does not declare: each thing is named, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.comparison import compare
from tools.audit.expected import expected_in_realm
from tools.audit.facts import Kind
from tools.audit.live.facts import live_facts
from tools.audit.thing_pattern import exactly
from tools.audit.unmanaged import is_undeclared
from tools.audit.wording import subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stacks.environment import Environment
    from tools.adopt.draft import LeftAlone
    from tools.audit.comparison import Difference
    from tools.audit.declared.facts import DeclaredFacts
    from tools.audit.facts import Facts
    from tools.audit.live.snapshot import Snapshot

__all__ = ["differing", "unmanaged"]

_BY_KIND = {
    Kind.SETTING: "no key sets it, and a deployment leaves it as it is",
    Kind.MAPPER: "files have no key for such a mapper",
    Kind.FLOW: "files declare no login flows",
    Kind.ROLE: "it is no role of the API by which a file could grant something",
    Kind.COMPOSITE: "files put no role into another one",
    Kind.KEY: "the realm signed with it before",
    Kind.SCOPE: "it shapes tokens of callers of before",
}
# Settings of clients that nobody can log in to by a browser: the first deployment turns them off.
_IDLE = frozenset({"standardFlowEnabled", "implicitFlowEnabled", "redirectUris", "webOrigins"})
_GENERIC = "it was in the realm before the adoption"


def differing(snapshot: Snapshot, environment: Environment, declared: DeclaredFacts) -> list[Difference]:
    """Return where the realm is not what an environment makes of it, as an audit sees it.

    Args:
        snapshot: The realm.
        environment: What is declared.
        declared: What its stack makes true.
    """
    live = live_facts(snapshot)
    return compare(expected_in_realm(environment, declared, live.facts, snapshot), live.facts)


def unmanaged(found: Sequence[Difference], left: Sequence[LeftAlone], declared: Facts) -> list[dict[str, str]]:
    """Return the list `unmanaged` of an environment.

    Args:
        found: Where the realm is not what is declared.
        left: What is left alone for a reason of its own.
        declared: What its stack makes true.
    """
    reasons = {each.what: each.why for each in left}
    listed: dict[str, str] = {}
    for difference in found:
        is_setting = difference.fact.kind is Kind.SETTING
        is_idle = is_setting and difference.fact.name in _IDLE and not difference.declared
        if is_undeclared(difference, declared) and not is_idle:
            what = subject(difference.fact)
            listed[_pattern(what)] = reasons.get(what) or _BY_KIND.get(difference.fact.kind, _GENERIC)
    return [{"what": what, "reason": f"left alone: {why}"} for what, why in listed.items()]


def _pattern(what: str) -> str:
    return exactly(what)[:300]
