"""Tokens of a real realm that a caller may present, right and wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tools.demo.disturbance import Disturbance
from tools.demo.token_client import Token, ask_for_token

if TYPE_CHECKING:
    from constructs_lib.declaration.access_policy import ModelAction
    from tests.support.realms.live_environment import LiveEnvironment

__all__ = ["PresentedTokens"]

_SHORT_LIFE_S = 1


@dataclass(frozen=True)
class PresentedTokens:
    """Tokens of one consumer, and of strangers.

    Attributes:
        right: For the API, with the role.
        for_another_api: Of the same realm, for another audience.
        expired: Right, once.
        unsigned: Right claims, algorithm `none`.
        of_another_realm: For the same audience, with the same role.
        after_revocation: Asked for while the grant was revoked.
        before_revocation: Asked for before, and ended since.
        after_restoration: Asked for when the grant was back.
    """

    right: str = field(repr=False)
    for_another_api: str = field(repr=False)
    expired: str = field(repr=False)
    unsigned: str = field(repr=False)
    of_another_realm: str = field(repr=False)
    after_revocation: str = field(repr=False)
    before_revocation: str = field(repr=False)
    after_restoration: str = field(repr=False)

    @classmethod
    def collect(cls, live: LiveEnvironment, consumer: str, granted: ModelAction, *, clock_skew_s: int) -> Self:
        """Get them all, changing the realm for a while; when it returns, short-lived ones have ended.

        Args:
            live: The environment.
            consumer: Name of a consumer.
            granted: What it may do.
            clock_skew_s: Seconds that gateways allow for.
        """
        disturbance = Disturbance(live.admin, live.realm)
        machine = live.machine(consumer)
        api = live.environment.sole_api

        def ask() -> Token:
            return Token(live.tokens.token(machine.ask(granted.scope)).text)

        right = ask()
        with disturbance.short_lifespan(consumer, _SHORT_LIFE_S):
            expired, before = ask(), ask()
        with disturbance.revoked_role(consumer, api.client_id, granted.role):
            after = ask()
        restored = ask()
        with disturbance.client_of_other_api("urn:example:billing-api") as stranger:
            other_api = ask_for_token(live.private.url, stranger)
        with disturbance.other_realm(api.effective_audience, granted.role) as stranger:
            elsewhere = ask_for_token(live.private.url, stranger)
        ends = max(float(token.claims["exp"]) for token in (expired, before))
        time.sleep(max(0.0, ends + clock_skew_s + 1 - time.time()))
        return cls(
            right=right.text,
            for_another_api=other_api.text,
            expired=expired.text,
            unsigned=right.unsigned().text,
            of_another_realm=elsewhere.text,
            after_revocation=after.text,
            before_revocation=before.text,
            after_restoration=restored.text,
        )
