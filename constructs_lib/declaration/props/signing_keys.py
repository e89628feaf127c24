"""Keys by which a consumer signs assertions: one of them fits the algorithm, and says that it signs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from constructs_lib.declaration.certificates import certified_key
from constructs_lib.declaration.props.values import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["require_certificate_for", "require_key_for", "verifies", "with_use"]

# RFC 7518 sections 3.3 to 3.5: what signs by which algorithm. Where a key has several, the first is offered first.
_ALGORITHMS = {"EC P-256": ("ES256",), "EC P-384": ("ES384",), "EC P-521": ("ES512",), "RSA": ("RS256", "PS256")}
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def require_certificate_for(algorithm: str, certificate: str) -> None:
    """Check that a certificate's key signs by the declared algorithm.

    Args:
        algorithm: JOSE name of the algorithm.
        certificate: In PEM, or its base64 alone; checked before.

    Raises:
        ValueError: It does not.
    """
    if is_unresolved(certificate):
        return
    match certified_key(certificate):
        case RSAPublicKey():
            kind = "RSA"
        case EllipticCurvePublicKey() as key:
            kind = f"EC {_CURVES.get(key.curve.name, key.curve.name)}"
        case _:
            kind = "OKP"
    if algorithm not in _ALGORITHMS.get(kind, ()):
        raise ValueError(
            f"the certificate has {_named(kind)}, but the algorithm is {algorithm}: {_advice(kind, algorithm)}"
        )


def require_key_for(algorithm: str, jwks: str) -> None:
    """Check that some key of a set signs by the declared algorithm.

    Args:
        algorithm: JOSE name of the algorithm.
        jwks: JSON Web Key Set (RFC 7517); checked before.

    Raises:
        ValueError: None does.
    """
    if is_unresolved(jwks):
        return
    keys: list[dict[str, Any]] = json.loads(jwks)["keys"]
    fitting = [key for key in keys if algorithm in _ALGORITHMS.get(_kind(key), ())]
    if not fitting:
        kinds = list(dict.fromkeys(map(_kind, keys)))
        has = " and ".join(map(_named, kinds))
        raise ValueError(f"jwks has {has}, but the algorithm is {algorithm}: {_advice(kinds[0], algorithm)}")
    named = [key for key in fitting if key.get("alg") in (None, algorithm)]
    if not named:
        raise ValueError(
            f'no key in jwks has the algorithm {algorithm} as its "alg": write "alg": "{algorithm}" in the key that '
            "signs by it, or declare the other algorithm"
        )
    if not any(verifies(key) for key in named):
        raise ValueError(f'jwks has no key that verifies signatures: write "use": "sig" in the key for {algorithm}')


def with_use(jwks: str) -> str:
    """Return a set whose keys say that they sign, where they say nothing of their use.

    Keycloak takes no other key ("Unable to load public key"), although `use` is optional (RFC 7517 section 4.2).

    Args:
        jwks: JSON Web Key Set; one that says it all, or is an expression of Terraform, is returned as it is.
    """
    if is_unresolved(jwks):
        return jwks
    content: dict[str, Any] = json.loads(jwks)
    silent = [key for key in content["keys"] if key.get("use") is None and verifies(key)]
    for key in silent:
        key["use"] = "sig"
    return json.dumps(content, separators=(",", ":")) if silent else jwks


def verifies(key: Mapping[str, Any]) -> bool:
    """Tell whether Keycloak verifies signatures by a key, as `with_use` writes it.

    Args:
        key: JSON Web Key (RFC 7517 sections 4.2 and 4.3).
    """
    use, operations = key.get("use"), key.get("key_ops")
    return use == "sig" or (
        use is None and (operations is None or (isinstance(operations, list) and "verify" in operations))
    )


def _kind(key: Mapping[str, Any]) -> str:
    return f"EC {key.get('crv')}" if key["kty"] == "EC" else str(key["kty"])


def _named(kind: str) -> str:
    family, _, curve = kind.partition(" ")
    return f"an {family} key on {curve}" if curve else f"an {family} key"


def _advice(kind: str, algorithm: str) -> str:
    """Say what to write: the algorithms of the key that is there, or a key for the algorithm."""
    wanted, _, curve = next(kind for kind, names in _ALGORITHMS.items() if algorithm in names).partition(" ")
    give = f"give an {wanted} key on {curve}" if curve else f"give an {wanted} key"
    first, *others = _ALGORITHMS.get(kind, ("",))
    if not first:
        return give
    return f"write algorithm: {first}{f' (or {others[0]})' if others else ''}, or {give}"
