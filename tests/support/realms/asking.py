"""Somebody whose application says which API a token is for (RFC 8707)."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from tests.support.realms.principals import Person
from tests.support.servers.patience import PATIENCE_S

__all__ = ["Asking"]


@dataclass
class Asking(Person):
    """Somebody whose application asks for a token for one resource, with the code and again when it redeems it.

    Attributes:
        resource: What it asks for.
        redeemed: What it asks for with the code, where that is something else.
    """

    resource: str = ""
    redeemed: str | None = None

    def authorization_url(self, verifier: str, *scopes: str) -> str:
        """Return where the application sends a browser."""
        url = httpx.URL(super().authorization_url(verifier, *scopes))
        return str(url.copy_merge_params({"resource": self.resource}))

    def redeem(self, code: str, verifier: str) -> httpx.Response:
        """Trade a code for tokens."""
        form = {"grant_type": "authorization_code", "client_id": self.client_id, "redirect_uri": self.redirect_uri}
        form |= {"code": code, "code_verifier": verifier}
        form["resource"] = self.resource if self.redeemed is None else self.redeemed
        return httpx.post(self.endpoints.token_endpoint, data=form, trust_env=False, timeout=PATIENCE_S)
