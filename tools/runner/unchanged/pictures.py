"""What Keycloak held of a stack when its plan was empty, as a keyed hash: as long as it does, a plan says the same.

A picture consists of what Terraform itself would read to refresh the stack's state. Whatever is not covered, cannot be
read, or is not quite the same, costs a plan. Nothing is kept but the hash, by the key of the fingerprints.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from tools.errors import ToolError
from tools.runner.unchanged.covering import OTHERWISE, UncoveredError
from tools.runner.unchanged.last_state import LastState
from tools.runner.unchanged.live_reads import LiveReads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tools.keycloak.admin import KeycloakAdmin
    from tools.runner.fingerprint import Fingerprints
    from tools.runner.stacks import Stack
    from tools.runner.unchanged.last_state import Instance

__all__ = ["Pictures"]

_AT_ONCE = 4
_CLIENT = "keycloak_openid_client"
# Keycloak keeps these as sets, and shows them in any order.
_SETS = frozenset({"defaultClientScopes", "optionalClientScopes", "redirectUris", "webOrigins"})


@dataclass(frozen=True)
class Pictures:
    """The stacks' pictures on this machine.

    Attributes:
        fingerprints: What the stacks were last applied with; a picture counts beside its fingerprint alone.
        admin: Returns their Keycloak.
    """

    fingerprints: Fingerprints
    admin: Callable[[], KeycloakAdmin] = field(repr=False)

    def take(self, stacks: Iterable[Stack]) -> dict[str, str]:
        """Read Keycloak, and return pictures by the stack's name, without the stacks of which there can be none."""
        states: dict[Stack, LastState] = {}
        for stack in stacks:
            with suppress(UncoveredError):
                states[stack] = LastState.of(stack, self.fingerprints.environment)
        clients: dict[str, int] = {}
        for instance in (each for state in states.values() for each in state.instances if each.realm):
            clients[instance.realm] = clients.get(instance.realm, 0) + (instance.kind == _CLIENT)
        found: dict[str, str] = {}
        try:
            reads = {realm: LiveReads(self.admin(), realm, clients=count) for realm, count in clients.items()}
            for each in reads.values():  # one token, and one refusal, for all of them
                each.get()
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for stack, state in states.items():
                    # A server that answers otherwise than is known here is not covered either.
                    with suppress(UncoveredError, *OTHERWISE):
                        found[stack.name] = self._of(
                            stack, state, list(pool.map(partial(_read, reads), state.instances))
                        )
        except (ToolError, *OTHERWISE):
            return {}
        return found

    def _of(self, stack: Stack, state: LastState, answers: Sequence[Any]) -> str:
        digest = _Digests()
        facts = [self.fingerprints.of(stack).encode(), *state.others]
        for instance, answer in zip(state.instances, answers, strict=True):
            facts += [instance.address.encode(), digest.of(answer)]
        return self.fingerprints.sealed(facts)


class _Digests:
    """Hashes of answers; many resources share what was read for them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bytes, Any]] = {}  # with the answer, whose number would else be another's

    def of(self, answer: Any) -> bytes:  # noqa: ANN401 - Keycloak's JSON
        if isinstance(answer, tuple):
            return hashlib.sha256(b"".join(map(self.of, answer))).digest()
        if id(answer) not in self._known:
            self._known[id(answer)] = hashlib.sha256(_canonical(answer)).digest(), answer
        return self._known[id(answer)][0]


def _read(reads: Mapping[str, LiveReads], instance: Instance) -> Any:  # noqa: ANN401 - Keycloak's JSON
    if not instance.realm:
        return None
    answer = instance.reading(reads[instance.realm], instance.attributes)
    # Gone, or left out of a list for these credentials: nobody would see it change.
    if (answer[0] if isinstance(answer, tuple) else answer) is None:
        raise UncoveredError(instance.address)
    return answer


def _canonical(answer: Any) -> bytes:  # noqa: ANN401 - as above
    return json.dumps(_sorted(answer), sort_keys=True, separators=(",", ":")).encode()


def _sorted(value: Any, key: str = "") -> Any:  # noqa: ANN401 - as above
    """Return lists that have no order in an order: names of scopes, and objects by their ids."""
    if isinstance(value, dict):
        return {name: _sorted(inner, name) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        inner = [_sorted(each) for each in value]
        if key in _SETS:
            return sorted(inner)
        return sorted(inner, key=lambda each: each["id"]) if inner and all(map(_has_id, inner)) else inner
    return value


def _has_id(entry: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(entry, dict) and isinstance(entry.get("id"), str)
