"""By which applications people use what they are granted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_lib.declaration.access_policy import AccessPolicy
    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.props import Declaration

__all__ = ["LoginClients"]


class LoginClients:
    """The clients that people log in to: applications, and the API's own where it lets people in.

    Args:
        declaration: What is declared.
        policy: Who may call what.
    """

    def __init__(self, declaration: Declaration, policy: AccessPolicy) -> None:
        self._policy = policy
        apis = declaration.every_api.items()
        self._own = {name: frozenset({api.client_id} if api.lets_people_in else ()) for name, api in apis}
        accesses = declaration.accesses().values()
        self._asked = {
            name: frozenset(policy.application_scopes(name)) for access in accesses for name in access.applications
        }
        self._traded = [
            (frozenset(consumer.exchange.from_), policy.allowed(consumer.exchange.models))
            for access in accesses
            for consumer in access.consumers.values()
            if consumer.exchange
        ]
        self._opening = cache(self._find)

    def opening(self, pair: ModelAction, reason: Reason) -> frozenset[str]:
        """Return the clients by which people use what they have for a reason; none is a grant that nobody can use.

        An application is among them, too, whose people's tokens a consumer trades for ones that open it.

        Args:
            pair: What they have.
            reason: Why. Of an exchange, it says itself whose tokens are traded.
        """
        if reason.kind == "exchange":
            return frozenset(reason.applications)
        return self._opening(pair, reason.kind == "every_model")

    def _find(self, pair: ModelAction, by_access_role: bool) -> frozenset[str]:  # noqa: FBT001 - of a cache
        served, api = self._policy.served, self._policy.served.api_of(pair.model)
        wanted = {served.access_roles[api]} if by_access_role else set(self._policy.scopes_of(pair))
        direct = {name for name, scopes in self._asked.items() if wanted & scopes}
        traded = {name for names, pairs in self._traded if pair in pairs and not by_access_role for name in names}
        # A client's own roles are never gated: a login to the API's client gives every role of it.
        return self._own[api] | direct | traded
