"""A consumer that calls without pause, in a thread, and an API that checks each token as a gateway does."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.support.servers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from constructs_lib.declaration.endpoints import RealmEndpoints

__all__ = ["ContinuousCaller"]

_PAUSE_S = 0.1


@dataclass
class ContinuousCaller:
    """Gets a token and has it checked, over and over, while its context is open.

    Attributes:
        endpoints: URLs of the realm.
        audience: The API that checks.
        role: What the API asks for; of several, any one.
        scope: What the consumer asks for.
        credential: Makes the form fields by which the consumer proves who it is; may be replaced at any time.
        calls: Calls that the API let through.
        losses: What became of the others.
    """

    endpoints: RealmEndpoints
    audience: str
    role: str | tuple[str, ...]
    scope: str
    credential: Callable[[], dict[str, str]] = field(repr=False)
    calls: int = 0
    losses: list[str] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        """Start to call."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop after the call that is under way."""
        self._end.set()
        if self._thread:
            self._thread.join()

    def wait_for_calls(self, more: int) -> None:
        """Wait until that many more calls went through, or one was lost."""
        wanted = self.calls + more
        while self.calls < wanted and not self.losses:
            self._end.wait(_PAUSE_S)

    def _run(self) -> None:
        with httpx.Client(trust_env=False, timeout=PATIENCE_S) as http:
            while not self._end.wait(_PAUSE_S):
                loss = self._call(http)
                if loss:
                    self.losses.append(loss)
                else:
                    self.calls += 1

    def _call(self, http: httpx.Client) -> str:
        """Return why the API would refuse, or nothing."""
        try:
            form = {"grant_type": "client_credentials", "scope": self.scope, **self.credential()}
            answer = http.post(self.endpoints.token_endpoint, data=form)
            if answer.is_error:
                return f"{answer.status_code}: {answer.json().get('error_description')}"
            keys = KeySet.import_key_set(http.get(self.endpoints.jwks_uri).json())
            claims = jwt.decode(answer.json()["access_token"], keys, algorithms=["ES256"]).claims
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": self.endpoints.issuer},
                aud={"essential": True, "value": self.audience},
                exp={"essential": True},
            ).validate(claims)
        except (httpx.HTTPError, JoseError, ValueError) as error:
            return type(error).__name__
        wanted = {self.role} if isinstance(self.role, str) else set(self.role)
        return "" if wanted & set(claims.get("roles", [])) else "role missing"
