"""What callers of a realm get, before it is adopted and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Callers"]

# Other ones in each token.
_OF_ONE_TOKEN = frozenset({"exp", "iat", "jti", "sid", "auth_time", "nbf"})
_ALGORITHMS = ["RS256", "ES256", "PS256"]
_TIMEOUT_S = 60


@dataclass(frozen=True)
class Callers:
    """Forms of token requests, as callers send them.

    Attributes:
        url: Where Keycloak answers.
        realm: Name of the realm.
        forms: Requests by what a caller is called.
    """

    url: str
    realm: str
    forms: Mapping[str, Mapping[str, str]] = field(repr=False)

    def tokens(self) -> dict[str, dict[str, Any]]:
        """Return headers and claims of everybody's access token, without what differs from one token to the next.

        Verified with the realm's keys. A refused request is told as it is.
        """
        base = f"{self.url}/realms/{self.realm}/protocol/openid-connect"
        with httpx.Client(timeout=_TIMEOUT_S, trust_env=False) as http:
            keys = KeySet.import_key_set(http.get(f"{base}/certs").json())
            found: dict[str, dict[str, Any]] = {}
            for name, form in self.forms.items():
                answer = http.post(f"{base}/token", data=dict(form)).json()
                if "access_token" not in answer:
                    found[name] = {"refused": answer}
                    continue
                token = jwt.decode(answer["access_token"], keys, algorithms=_ALGORITHMS)
                claims = {key: _sorted(value) for key, value in token.claims.items() if key not in _OF_ONE_TOKEN}
                lasts = int(token.claims["exp"]) - int(token.claims["iat"])
                found[name] = {
                    "header": {key: value for key, value in token.header.items() if key != "kid"},
                    "claims": claims,
                    "lasts": lasts,
                    "answer": {key: answer.get(key) for key in ("token_type", "scope")},
                    "refreshes": "refresh_token" in answer,
                }
                found[name]["answer"]["scope"] = " ".join(sorted(str(answer.get("scope", "")).split()))
        return found


def _sorted(value: Any) -> Any:  # noqa: ANN401 - any claim
    if isinstance(value, list):
        return sorted(value, key=str)
    if isinstance(value, dict):
        return {key: _sorted(each) for key, each in value.items()}
    return " ".join(sorted(value.split())) if isinstance(value, str) and " " in value else value
