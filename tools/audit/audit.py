"""Compare one realm with its environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.configuration import Configuration
from tools.audit.comparison import State, compare
from tools.audit.consequences import Consequences
from tools.audit.declared.facts import declared_facts
from tools.audit.events import AdminEvents
from tools.audit.expected import expected_in_realm
from tools.audit.facts import SCOPES_OF_CLIENT
from tools.audit.finding import AuditFinding
from tools.audit.live.facts import live_facts
from tools.audit.live.missing_paths import MissingPaths
from tools.audit.live.snapshot import read_snapshot
from tools.audit.live.token_clients import TokenClients
from tools.audit.server import SERVER_MEANS, expected_of_server, live_of_server
from tools.audit.settling import Declaring
from tools.audit.unmanaged import left_to_others, unused_patterns
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stacks.environment import Environment
    from tools.audit.comparison import Difference
    from tools.audit.live.facts import LiveFacts
    from tools.audit.live.source import Call
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["Audit", "audit"]


@dataclass(frozen=True)
class Audit:
    """What was found.

    Attributes:
        environment: Name of the environment.
        realm: Name of its realm.
        findings: Everything that differs, in the order of kinds.
        calls: How many requests it took to read the realm.
        unused: Patterns of `unmanaged` that nothing in the realm fits.
        unread: What was not compared, since these credentials may not read it, and what they would need for that.
    """

    environment: str
    realm: str
    findings: tuple[AuditFinding, ...]
    calls: int
    unused: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)

    def file_of(self, team: str | None) -> str:
        """Return the file that a team, or without one the environment itself, declares things in."""
        own = f"environments/{self.environment}"
        return f"{own}/teams/{team}.yaml" if team else f"{own}.yaml"

    @property
    def open(self) -> tuple[AuditFinding, ...]:
        """Findings that the environment does not leave to others."""
        return tuple(finding for finding in self.findings if not finding.unmanaged)


def audit(admin: KeycloakAdmin, name: str, environment: Environment, stacks: Mapping[str, Mapping[str, Any]]) -> Audit:
    """Read a realm, and compare it with what is declared.

    Args:
        admin: The Admin API; roles that view are enough.
        name: Name of the environment.
        environment: What it declares.
        stacks: Terraform JSON of its stacks, by their names.

    Raises:
        ToolError: There is no such realm, Keycloak does not answer, or it refuses a call.
    """
    realm = environment.realm.name
    if not admin.realm_exists(realm):
        raise ToolError(
            f"Keycloak at {admin.url} has no realm '{realm}', which environment '{name}' declares: "
            f"make deploy ENV={name} makes it",
            exit_code=2,
        )
    snapshot = read_snapshot(admin, realm)
    live = live_facts(snapshot)
    declared = declared_facts(Configuration(stacks))
    live.facts.update(live_of_server(environment, admin))
    expected = expected_in_realm(environment, declared, live.facts, snapshot) | expected_of_server(environment)
    consequences = Consequences(environment, expected, live.facts, TokenClients.of_snapshot(snapshot)).by_cause()
    names = {user["id"]: str(user["username"]) for user in snapshot.users}
    events = AdminEvents(admin, realm, str(snapshot.realm["id"]), names)
    declaring, missing = Declaring(environment, snapshot), MissingPaths(snapshot)

    def findings() -> Iterator[AuditFinding]:
        for difference in compare(expected, live.facts):
            source = live.sources.get(difference.fact)
            author = events.author(*(source.paths if source else missing.of(difference.fact)))
            access = tuple(each.text for each in consequences.get(difference.fact, ()))
            of_server = SERVER_MEANS.get(difference.fact)
            yield AuditFinding(
                difference,
                author,
                (*access, of_server) if of_server else access,
                declaring.of(difference),
                _removal(difference, live),
                left_to_others(environment, difference, declared.facts),
                difference.fact in declared.facts,
                difference.fact.kind in SCOPES_OF_CLIENT
                and (difference.fact.kind, difference.fact.owner) in declared.whole,
            )

    unused = unused_patterns(environment, live.facts)
    return Audit(name, realm, tuple(findings()), snapshot.calls, unused, snapshot.unread)


def _removal(difference: Difference, live: LiveFacts) -> Call | None:
    source = live.sources.get(difference.fact)
    return source.removal if source and difference.state is State.UNDECLARED else None
