"""The new key of a consumer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey, import_key

from tools.errors import ToolError
from tools.rotation.key_pair import make_key_pair, read_public_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.unit

EC = ECKey.generate_key("P-256")
RSA = RSAKey.generate_key(2048)


def write(folder: Path, content: bytes | Mapping[str, object]) -> Path:
    """Write a key's file."""
    file = folder / "key"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return file


def fault(path: Path, algorithm: str = "ES256") -> str:
    """Return what is said of a file, without its path."""
    with pytest.raises(ToolError) as caught:
        read_public_key(path, algorithm)
    assert caught.value.exit_code == 2
    return str(caught.value).replace(str(path), "FILE")


@pytest.mark.parametrize(
    "content",
    [b"", b"canary", b"{}", b'{"kty": "canary"}', b"-----BEGIN PUBLIC KEY-----\ncanary\n-----END PUBLIC KEY-----"],
)
def test_what_is_no_key_is_refused(content: bytes, tmp_path: Path) -> None:
    """The message repeats nothing of the file."""
    assert fault(write(tmp_path, content)) == "FILE is no public key: give one in PEM, or a JSON Web Key"


@pytest.mark.parametrize(
    "content", [EC.as_pem(private=True), EC.as_dict(private=True), OctKey.generate_key().as_dict()]
)
def test_private_key_is_refused(content: bytes | dict[str, object], tmp_path: Path) -> None:
    """A private or a symmetric key belongs to nobody else."""
    assert fault(write(tmp_path, content)) == "FILE holds a private key: give the public key alone"


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "ES256"), (EC, "ES384"), (EC, "PS256")])
def test_key_of_another_algorithm_is_refused(key: ECKey | RSAKey, algorithm: str, tmp_path: Path) -> None:
    """Keycloak refuses every algorithm but the declared one."""
    file = write(tmp_path, key.as_pem(private=False))
    assert fault(file, algorithm) == f"FILE is no key of {algorithm}, the declared algorithm: give one of it"


def test_missing_file_is_said_so(tmp_path: Path) -> None:
    """A file that is not there is named."""
    path = tmp_path / "none"
    with pytest.raises(ToolError, match=r"cannot read .*none: No such file"):
        read_public_key(path, "ES256")


@pytest.mark.parametrize(("key", "algorithm"), [(EC, "ES256"), (RSA, "PS256"), (RSA, "RS256")])
@pytest.mark.parametrize("as_pem", [True, False])
def test_public_key_gets_its_thumbprint_as_kid(
    key: ECKey | RSAKey, algorithm: str, *, as_pem: bool, tmp_path: Path
) -> None:
    """PEM and JWK give the same public key, named by RFC 7638."""
    file = write(tmp_path, key.as_pem(private=False) if as_pem else key.as_dict(private=False))
    found = read_public_key(file, algorithm)
    assert {name: found[name] for name in ("kid", "use", "alg")} == {
        "kid": key.thumbprint(),
        "use": "sig",
        "alg": algorithm,
    }
    assert import_key(found).thumbprint() == key.thumbprint()


def test_kid_of_the_consumer_is_kept(tmp_path: Path) -> None:
    """A consumer that names its key signs with that name."""
    assert read_public_key(write(tmp_path, {**EC.as_dict(private=False), "kid": "own"}), "ES256")["kid"] == "own"


@pytest.mark.parametrize(
    ("algorithm", "kind"), [("ES256", "P-256"), ("ES384", "P-384"), ("ES512", "P-521"), ("PS256", None)]
)
def test_pair_is_of_the_declared_algorithm(algorithm: str, kind: str | None, tmp_path: Path) -> None:
    """The private key is in a file for its owner alone; what is returned is public."""
    public, path = make_key_pair(algorithm, tmp_path / "keys" / "dev", "batch")
    private = json.loads(path.read_text())
    assert (public.get("crv"), public["alg"], "d" in public, "d" in private) == (kind, algorithm, False, True)
    assert {name: private[name] for name in public} == public
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_unwritable_folder_is_said_so(tmp_path: Path) -> None:
    """Trouble of the machine is exit code 1."""
    (tmp_path / "keys").write_text("")
    with pytest.raises(ToolError, match=r"cannot write .*: Not a directory") as caught:
        make_key_pair("ES256", tmp_path / "keys" / "dev", "batch")
    assert caught.value.exit_code == 1
