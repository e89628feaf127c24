"""What everybody in a live realm can do, by tokens that they ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support.realms.brokering import brokered_person

if TYPE_CHECKING:
    import httpx

    from tests.support.realms.corporate_realm import CorporateRealm
    from tests.support.realms.live_environment import LiveEnvironment
    from tests.support.realms.principals import Machine

__all__ = ["Abilities"]


@dataclass
class Abilities:
    """Asks for tokens, and reads the roles in them.

    Attributes:
        live: The realm.
        corporate: The company whose people it lets in.
        alias: By which identity provider.
        stranger: Username of one of them.
    """

    live: LiveEnvironment
    corporate: CorporateRealm
    alias: str
    stranger: str
    _machines: dict[str, Machine] = field(default_factory=dict)

    def read(self, people: list[str], trader: str) -> dict[str, frozenset[str]]:
        """Return the roles that everybody gets into a token, by name.

        Args:
            people: Usernames of people who log in with a password alone.
            trader: A consumer that may trade people's tokens: what it gets so is named `<consumer> for people`.
        """
        scopes = [scope for scope in self.live.policy.all_scopes if scope.startswith("model.")]
        environment = self.live.environment
        self._machines |= {name: self.live.machine(name) for name in environment.consumers}
        found = {f"person {name}": self._roles(self.live.person(name).ask(*scopes)) for name in people}
        found["stranger"] = self._roles(
            brokered_person(self.live, self.corporate, self.stranger, self.alias).ask(*scopes)
        )
        for name, machine in self._machines.items():
            found[f"consumer {name}"] = self._union(machine.ask(scope) for scope in scopes)
        handed = self.live.person(people[0]).ask(f"exchange.{trader}")
        token = handed.json().get("access_token")
        found[f"consumer {trader} for people"] = self._union(
            self._machines[trader].trade(token, scope) for scope in (scopes if token else ())
        )
        return found

    def _union(self, answers: object) -> frozenset[str]:
        return frozenset().union(*map(self._roles, answers))  # type: ignore[call-overload]

    def _roles(self, answer: httpx.Response) -> frozenset[str]:
        """Return the roles in a token; none where there is no token."""
        return frozenset(self.live.tokens.roles(answer) if answer.is_success else ())
