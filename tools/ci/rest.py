"""Calls to a platform's REST API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from constructs_lib.declaration.loopback import is_loopback
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Rest"]

_TIMEOUT_S = 30.0
_PAGE = 100


@dataclass
class Rest:
    """An API with a token.

    Attributes:
        name: What the platform is called.
        url: Base URL.
        headers: What each request carries, the token among it.
    """

    name: str
    url: str
    headers: Mapping[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        """Open the connection pool; nothing is sent yet."""
        self._http = httpx.Client(
            base_url=self.url, headers=dict(self.headers), timeout=_TIMEOUT_S, trust_env=not is_loopback(self.url)
        )

    def all(self, path: str, **parameters: str) -> Iterator[dict[str, Any]]:
        """Yield what a list holds, page by page.

        Raises:
            ToolError: As for `send`.
        """
        page = 1
        while found := self.send("GET", path, params={**parameters, "per_page": str(_PAGE), "page": str(page)}):
            yield from found
            if len(found) < _PAGE:
                return
            page += 1

    def send(self, method: str, path: str, *, params: Mapping[str, str] | None = None, json: object = None) -> Any:  # noqa: ANN401
        """Send a request; return what the answer holds.

        Raises:
            ToolError: The platform does not answer, or refuses (exit 1).
        """
        try:
            response = self._http.request(method, path, params=params, json=json)
        except httpx.TransportError as error:
            raise ToolError(f"{self.name} at {self.url} does not answer: {type(error).__name__}") from None
        if response.is_error:
            raise ToolError(
                f"{self.name} answered {response.status_code} {response.reason_phrase} to {method} {path}: look at the "
                "permissions of the job's token"
            )
        return response.json()
