"""Tokens that say they open everything, and that nobody who checks one takes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.servers.token_issuer import TokenIssuer

__all__ = ["forged_tokens"]


def forged_tokens(issuer: TokenIssuer, *roles: str) -> dict[str, str]:
    """Return tokens with the right roles, by what is wrong with each.

    Args:
        issuer: Whose tokens they pretend to be.
        roles: Roles that would open the call.
    """
    now, claims = int(time.time()), issuer.claims(*roles)
    public, other = issuer.key.as_dict(private=False), ECKey.generate_key("P-256", {"kid": "other"})
    pem = issuer.key.as_pem(private=False)
    good = issuer.token(*roles)
    header, payload, signature = good.split(".")
    own = {"jwk": other.as_dict(private=False)}
    keys = f"{issuer.server.url}/attacker/jwks"
    issuer.server.documents["/attacker/jwks"] = {"keys": [other.as_dict(private=False)]}

    def by_other(**more: object) -> str:
        return _signed({"alg": "ES256", "typ": "at+jwt", "kid": "first", **more}, claims, _by(other))

    def by_issuer(header: Mapping[str, str] | None = None, **more: object) -> str:
        return issuer.token(*roles, header=dict(header) if header else None, **more)

    def shared(secret: bytes, **more: object) -> str:
        header = {"alg": "HS256", "typ": "at+jwt", "kid": "first", **more}
        return _signed(header, claims, lambda text: hmac.digest(secret, text, hashlib.sha256))

    def critical(*names: str) -> str:
        header = {"alg": "ES256", "typ": "at+jwt", "kid": "first", "crit": names, **dict.fromkeys(names, now + 60)}
        return _signed(header, claims, _by(issuer.key))

    return {
        "not a token": "null",
        "no signature": f"{header}.{payload}.",
        "no third part": f"{header}.{payload}",
        "two signatures": f"{good}.{signature}",
        "a signature of zeros": f"{header}.{payload}.{_text(bytes(64))}",
        "a signature cut short": f"{header}.{payload}.{signature[:40]}",
        "another payload": f"{header}.{_json({**claims, 'sub': 'admin'})}.{signature}",
        "another header": f"{_json({'alg': 'ES256', 'typ': 'at+jwt', 'kid': 'rsa'})}.{payload}.{signature}",
        "with characters that base64 skips": f"{header}.{payload}.{signature[:20]}!{signature[20:]}",
        **{f"alg {name}": f"{_json({'alg': name, 'typ': 'at+jwt', 'kid': 'first'})}.{payload}." for name in _NONE},
        **{
            f"alg {name} with a signature": f"{_json({'alg': name, 'typ': 'at+jwt'})}.{payload}.{signature}"
            for name in _NONE
        },
        "no alg": f"{_json({'typ': 'at+jwt', 'kid': 'first'})}.{payload}.{signature}",
        "two algs": f'{_text(b"""{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"first"}""")}.{payload}.',
        "HS256 by the public PEM": shared(pem),
        "HS256 by the public PEM without line end": shared(pem.rstrip()),
        "HS256 by the public JWK": shared(json.dumps(public).encode()),
        "HS256 by the public x": shared(str(public["x"]).encode()),
        "HS256 by nothing": shared(b""),
        "HS256 with a kid of a file": shared(b"\x00", kid="../../../../dev/null"),
        "by a key of its own, as jwk": by_other(**own),
        "by a key of its own, as jwk without a kid": _signed(
            {"alg": "ES256", "typ": "at+jwt", **own}, claims, _by(other)
        ),
        "by a key of its own, as jku": by_other(jku=keys),
        "by a key of its own, as x5u": by_other(x5u=keys),
        "by a key of its own, as x5c": by_other(x5c=[base64.b64encode(pem).decode()]),
        "by a key of its own, under the kid": by_other(),
        "by a key of its own, kid of a path": by_other(kid="/attacker/jwks"),
        "by a key of its own, kid of a URL": by_other(kid=keys),
        "by a key of its own, kid of SQL": by_other(kid="x' UNION SELECT 'first' -- "),
        "by a key of its own, kid empty": by_other(kid=""),
        "by an unpublished RSA key": jwt.encode(
            {"alg": "RS256", "typ": "at+jwt", "kid": "rsa"}, claims, RSAKey.generate_key(2048, {"kid": "rsa"})
        ),
        "by the realm's key for another algorithm": issuer.rsa_token(*roles),
        "critical": critical("exp"),
        "critical and unknown": critical("x"),
        "expired": by_issuer(exp=now - 600),
        "expired, as a text": by_issuer(exp="never"),
        "without expiry": by_issuer(exp=None),
        "of the future": by_issuer(nbf=now + 600),
        "of another realm": by_issuer(iss=f"{issuer.server.url}/realms/other"),
        "of the realm with a slash": by_issuer(iss=f"{issuer.endpoints.issuer}/"),
        "of the realm in capitals": by_issuer(iss=issuer.endpoints.issuer.upper()),
        "of no issuer": by_issuer(iss=None),
        "for another audience": by_issuer(aud="billing"),
        "for the audience with a slash": by_issuer(aud=f"{issuer.audience}/"),
        "for the audience by http": by_issuer(aud=f"http://{issuer.audience.removeprefix('https://')}"),
        "for a part of the audience": by_issuer(aud=issuer.audience[:-1]),
        "for the audience in a text": by_issuer(aud=f"{issuer.audience} billing"),
        "for no audience": by_issuer(aud=None),
        "for an empty list": by_issuer(aud=[]),
        "an ID token": by_issuer({"typ": "JWT"}, aud="batch", typ="ID", nonce="x", roles=None),
        "a refresh token": by_issuer({"typ": "JWT"}, aud=issuer.endpoints.issuer, typ="Refresh"),
        "a logout token": by_issuer({"typ": "logout+jwt"}, aud="batch", events={}, roles=None),
        "bound to a key": by_issuer(cnf={"jkt": "x"}),
        "bound to a certificate": by_issuer(cnf={"x5t#S256": "x"}),
        "bound to nothing": by_issuer(cnf={}),
        "roles in another claim": by_issuer(roles=None, realm_access={"roles": list(roles)}, groups=list(roles)),
        "roles in a text of many": by_issuer(roles=" ".join(("x", *roles))),
        "roles in a list in a list": by_issuer(roles=[list(roles)]),
        "roles as keys": by_issuer(roles=dict.fromkeys(roles, True)),
        "roles in capitals": by_issuer(roles=[role.upper() for role in roles]),
        "roles with more behind": by_issuer(roles=[f"{role}x" for role in roles] + [f"{role} " for role in roles]),
        "roles with a wildcard": by_issuer(roles=["*", ".*", "", *(f"{role[:-1]}*" for role in roles)]),
        "roles joined by commas": by_issuer(roles=[",".join(("x", *roles))]),
        "no roles": by_issuer(roles=None),
    }


_NONE = ("none", "None", "NONE", "nOnE", "")


def _signed(header: Mapping[str, Any], claims: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """Sign by hand what no library signs."""
    text = f"{_json(header)}.{_json(claims)}"
    return f"{text}.{_text(sign(text.encode()))}"


def _by(key: ECKey) -> Callable[[bytes], bytes]:
    private = key.private_key
    assert isinstance(private, EllipticCurvePrivateKey)

    def sign(text: bytes) -> bytes:
        return b"".join(
            number.to_bytes(32, "big") for number in decode_dss_signature(private.sign(text, ECDSA(SHA256())))
        )

    return sign


def _json(part: Mapping[str, Any]) -> str:
    return _text(json.dumps(part).encode())


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
