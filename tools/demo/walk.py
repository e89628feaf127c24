"""The walk: what the gateway refuses, what it lets through, and what follows when the realm changes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.declaration.props.values import duration_seconds
from tools.demo.example_models import EXAMPLE_MODELS
from tools.demo.token_client import Token, ask_for_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.declaration.access_policy import ModelAction
    from stacks.environment import Environment
    from tools.demo.disturbance import ClientCredentials, Disturbance
    from tools.demo.narrator import Narrator

__all__ = ["Walk"]

_LIFE_S = 10
# Gateway and Keycloak count whole seconds.
_MARGIN_S = 1
_ORDINARY_PAYMENT = (25.0, 14.0, 0.0, 1.0)


@dataclass(frozen=True)
class Walk:
    """Everything that a consumer may meet.

    Attributes:
        environment: The deployed environment.
        keycloak_url: Base URL of Keycloak.
        consumer: A consumer of the environment.
        granted: What it may do.
        denied: A model that it may not call.
        disturbance: Changes of the realm.
        repair: Deploys the stack that the consumer stands in.
        narrator: Calls and tells.
    """

    environment: Environment
    keycloak_url: str
    consumer: ClientCredentials = field(repr=False)
    granted: ModelAction
    denied: str
    disturbance: Disturbance
    repair: Callable[[], None]
    narrator: Narrator

    def run(self) -> None:
        """Walk.

        Raises:
            ToolError: Keycloak or the gateway does not answer, or the repair fails.
        """
        with self.disturbance.short_lifespan(self.consumer.client_id, _LIFE_S):
            expiring = self._token()
            self.narrator.say(
                f"{self.consumer.client_id} may call {self.granted.model}. Its tokens live {_LIFE_S} s for this walk."
            )
            self._refusals(expiring)
        self._success()
        self._revoked_grant()
        self._rotated_keys()

    def _refusals(self, expiring: Token) -> None:
        audience = self.environment.sole_api.effective_audience
        self._call("No token", None, 401)
        with self.disturbance.client_of_other_api("urn:example:billing-api") as stranger:
            other_api = ask_for_token(self.keycloak_url, stranger)
            self._call("A token of this realm, for another API (Envoy says 403, others 401)", other_api, 403)
        self._call("The right token, its signature taken off: alg none", self._token().unsigned(), 401)
        with self.disturbance.other_realm(audience, self.granted.role) as stranger:
            elsewhere = ask_for_token(self.keycloak_url, stranger)
            self._call("A token of another realm, with this audience and this role", elsewhere, 401)
        self._call(f"The right token, for the wrong model: {self.denied}", self._token(), 403, model=self.denied)
        self._wait_for_end(expiring)
        self._call("A token that was right, and has expired", expiring, 401)

    def _success(self) -> None:
        example = EXAMPLE_MODELS[self.granted.model]
        body = example.request(_ORDINARY_PAYMENT, example.example)
        predicted = self.narrator.call(
            "The right token, the right model", self.granted.model, body, token=self._token(), expected=200
        )
        meanings = ("25 at two in the afternoon, at home, at the first attempt", example.meaning)
        for meaning, number in zip(meanings, predicted, strict=False):
            self.narrator.tell(f"{meaning}: {number:g} ({example.answer})")

    def _revoked_grant(self) -> None:
        with self.disturbance.short_lifespan(self.consumer.client_id, _LIFE_S):
            before = self._token()
            api = self.environment.sole_api.client_id
            with self.disturbance.revoked_role(self.consumer.client_id, api, self.granted.role):
                self.narrator.say("Somebody takes the role away in Keycloak's Admin Console.")
                self._call("A token from before works until it ends: the gateway asks nobody", before, 200)
                self._call("A new token no longer holds the role", self._token(), 403)
                self._wait_for_end(before)
                self._call("The token from before has ended too", before, 401)
                self.narrator.say("The declaration says otherwise: deploying puts back the role, and the lifespan.")
                self.repair()
                self._call("A new token after the deployment", self._token(), 200)

    def _rotated_keys(self) -> None:
        old = self._token()
        with self.disturbance.published_key():
            self.narrator.say("Keys are rotated: the new one is published first, and signs when every gateway has it.")
            cached = duration_seconds(self.environment.gateway.key_cache)
            self.narrator.wait(f"The gateway fetches keys every {cached} s", time.time() + cached + _MARGIN_S)
            self.disturbance.sign_with_published_key()
            new = self._token()
            self._call("A token of the old key", old, 200)
            changed = "another key" if new.header["kid"] != old.header["kid"] else "the same key: nothing was rotated"
            self._call(f"A new token, signed by {changed}", new, 200)

    def _token(self) -> Token:
        return ask_for_token(self.keycloak_url, self.consumer, self.granted.scope)

    def _call(self, title: str, token: Token | None, expected: int, *, model: str | None = None) -> None:
        asked = model or self.granted.model
        self.narrator.call(title, asked, EXAMPLE_MODELS[asked].request(), token=token, expected=expected)

    def _wait_for_end(self, token: Token) -> None:
        skew = duration_seconds(self.environment.gateway.clock_skew)
        end = float(token.claims["exp"]) + skew + _MARGIN_S
        self.narrator.wait(f"Tokens end after {_LIFE_S} s, and clocks may differ by {skew} s", end)
