"""Public keys and certificates as people compare them: by short fingerprints, whatever surrounds the keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from joserfc import jwk
from joserfc.errors import JoseError

from constructs_lib.declaration.certificates import certificate_end, certificate_fingerprint
from constructs_lib.declaration.props.signing_keys import verifies
from constructs_lib.declaration.props.values import is_unresolved
from constructs_lib.review.settings import Concealed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.review.settings import Path, Value

__all__ = ["is_identity", "with_fingerprints"]

_JWKS, _CERTIFICATES = "jwks", ("certificate", "signing_certificate")
# Whose credential it is that a consumer proves itself by.
_IDENTITIES = (_JWKS, "certificate", "jwks_url", "subject", "subject_dn")
_PUBLIC = ("EC", "RSA", "OKP")
# 96 bits: nobody finds a key with another's.
_BASE64, _HEX = 16, 24


def is_identity(path: Path) -> bool:
    """Tell whether a setting says who holds a consumer's credential, not how it is used."""
    return path[2:3] == ("auth",) and path[3:] in {(each,) for each in _IDENTITIES}


def with_fingerprints(settings: Mapping[Path, Value]) -> dict[Path, Value]:
    """Return settings whose public keys are sets of thumbprints (RFC 7638), and certificates those of fingerprints.

    A certificate has its last day, too. So the same keys in another order, or with other members beside them, are no
    change, and another key is one.

    Args:
        settings: By path; what is unknown stays as it is, and what cannot be read is shown to nobody.
    """
    return {path: _fingerprints(path[-1], value) for path, value in settings.items()}


def _fingerprints(key: str, value: Value) -> Value:
    if not isinstance(value, str) or isinstance(value, Concealed) or not value or is_unresolved(value):
        return value
    if key == _JWKS:
        return _thumbprints(value)
    if key in _CERTIFICATES:
        try:
            return frozenset({f"{certificate_fingerprint(value)[:_HEX]}, valid until {certificate_end(value)}"})
        except ValueError:
            return Concealed(value)
    return value


def _thumbprints(text: str) -> Value:
    try:
        keys = json.loads(text)["keys"]
        # A shared secret's thumbprint would tell those who guess it that they are right.
        if not all(key["kty"] in _PUBLIC for key in keys):
            return Concealed(text)
        # By another key nobody proves anything, so that it is new once it verifies.
        return frozenset(jwk.import_key(key).thumbprint()[:_BASE64] for key in keys if verifies(key))
    except (ValueError, KeyError, TypeError, RecursionError, JoseError):
        return Concealed(text)
