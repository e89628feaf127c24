"""A login by Authlib, a standard client that knows nothing of Keycloak: code flow with PKCE, then userinfo.

It runs in a process of its own, with Authlib on its path; the project itself does without.
"""

from __future__ import annotations

import json
import sys

import httpx
from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]


def main() -> None:
    """Read what the application knows, print where to log in, read where that led, print what came of it."""
    known = json.loads(sys.stdin.readline())
    metadata = httpx.get(known["discovery"], trust_env=False).raise_for_status().json()
    client = OAuth2Client(
        known["client_id"],
        known["client_secret"],
        scope=known["scope"],
        redirect_uri=known["redirect_uri"],
        code_challenge_method="S256",
        trust_env=False,
    )
    verifier = generate_token(48)
    url, state = client.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier)
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()
    token = client.fetch_token(
        metadata["token_endpoint"],
        authorization_response=sys.stdin.readline().strip(),
        state=state,
        code_verifier=verifier,
    )
    answer = client.get(metadata["userinfo_endpoint"])
    body = answer.json() if answer.is_success else answer.headers.get("www-authenticate", "")
    json.dump({"status": answer.status_code, "body": body, "access_token": token["access_token"]}, sys.stdout)


if __name__ == "__main__":
    main()
