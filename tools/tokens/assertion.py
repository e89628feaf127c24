"""The request of a consumer that proves who it is by a signed assertion (RFC 7523)."""

from __future__ import annotations

import json
import secrets
import shlex
import sys
import time
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from constructs_lib.declaration.props import FederatedAuth, MtlsAuth, PrivateKeyJwtAuth
from tools.errors import ToolError
from tools.key_file import certificate_key, read_key_file
from tools.project import from_caller

if TYPE_CHECKING:
    from pathlib import Path

    from joserfc.jwk import Key

    from constructs_lib.declaration.props import ConsumerAuth
    from tools.tokens.realm import Realm

__all__ = ["assertion_request"]

_LIFE_S = 60
_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def assertion_request(realm: Realm, client_id: str, auth: ConsumerAuth, scope: str, key: Path | None) -> str:
    """Return a `curl` command that gets a token, with an assertion that serves once, for a minute.

    Args:
        realm: The realm.
        client_id: The consumer.
        auth: How it proves who it is.
        scope: What the token is for.
        key: Its private key; left out, the newest that `make rotate` wrote for it.

    Raises:
        ToolError: Nobody but the consumer can prove that it is the consumer, or the key is missing or another one
            (exit 2).
    """
    match auth:
        case PrivateKeyJwtAuth():
            signed = _signed(realm, client_id, auth, _private_key(realm, client_id, key))
        case FederatedAuth():
            raise ToolError(
                f"consumer '{client_id}' proves who it is by a token of workload issuer '{auth.issuer}', made "
                f"for '{auth.subject}' alone: ask from there",
                exit_code=2,
            )
        case MtlsAuth():
            raise ToolError(
                f"consumer '{client_id}' proves who it is by its TLS certificate, '{auth.subject_dn}': ask with curl "
                "--cert and --key, at a Keycloak that is reached by https",
                exit_code=2,
            )
        case _:  # pragma: no cover - secrets are asked for elsewhere
            raise AssertionError(auth)
    print(f"run this within {_LIFE_S} s: the assertion serves once", file=sys.stderr)  # noqa: T201 - what a person reads
    fields = ["grant_type=client_credentials", *([f"scope={scope}"] if scope else [])]
    fields += [f"client_assertion_type={_TYPE}", f"client_assertion={signed}"]
    data = " ".join(f"\\\n  --data-urlencode {shlex.quote(field)}" for field in fields)
    return f"curl --silent {shlex.quote(realm.endpoints.token_endpoint)} {data}"


def _private_key(realm: Realm, client_id: str, given: Path | None) -> Key:
    folder = realm.target.repository.keys / realm.target.name
    found = sorted(folder.glob(f"{client_id}.*.jwk.json"), key=lambda path: path.stat().st_mtime)
    if given is None and not found:
        target = realm.target
        command = target.repository.command(f"make token PRINCIPAL={client_id} ENV={target.name} KEY=private.pem")
        raise ToolError(f"consumer '{client_id}' signs by a key of its own: name the file: {command}", exit_code=2)
    return read_key_file(from_caller(given) if given else found[-1], private=True)


def _signed(realm: Realm, client_id: str, auth: PrivateKeyJwtAuth, key: Key) -> str:
    header: dict[str, Any] = {"alg": auth.algorithm}
    if auth.jwks is not None:
        declared = {import_key(each).thumbprint(): each.get("kid") for each in json.loads(auth.jwks)["keys"]}
        if key.thumbprint() not in declared:
            raise ToolError(
                f"consumer '{client_id}': this is none of the keys in its jwks: name the right one", exit_code=2
            )
        header |= {"kid": declared[key.thumbprint()]} if declared[key.thumbprint()] else {}
    elif auth.certificate is not None and key.thumbprint() != certificate_key(auth.certificate).thumbprint():
        raise ToolError(
            f"consumer '{client_id}': this is not the key of its certificate: name the right one", exit_code=2
        )
    elif kid := key.as_dict(private=False).get("kid"):
        header["kid"] = kid
    now = int(time.time())
    claims = {"iss": client_id, "sub": client_id, "aud": realm.endpoints.issuer, "jti": secrets.token_urlsafe(16)}
    try:
        return jwt.encode(header, {**claims, "iat": now, "exp": now + _LIFE_S}, key, algorithms=[auth.algorithm])
    except (JoseError, ValueError):
        raise ToolError(f"consumer '{client_id}': this key does not sign by {auth.algorithm}", exit_code=2) from None
