"""What a stack was last applied with, as a keyed hash: `CHANGED=1` passes over what would be applied with the same.

By a hash without a key, whoever reads it could try guesses of a secret: the key is a random one of this machine.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.bindings.private_file import keep_private
from tools.bootstrap.provider import recorded_provider
from tools.runner.program import program_facts
from tools.runner.stacks import local_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from tools.runner.stacks import Stack

__all__ = ["Fingerprints"]

_KEY = "key"
_PICTURE = ".picture"
_BYTES = 32
# What else decides which server and which state an apply reaches, and how it writes that.
_VARIABLES = ("KEYCLOAK_URL", "KEYCLOAK_REALM", "KEYCLOAK_BASE_PATH", "PG_CONN_STR", "TF_WORKSPACE", "TF_ENCRYPTION")


@dataclass(frozen=True)
class Fingerprints:
    """The stacks' fingerprints on this machine.

    Attributes:
        folder: Holds a file a stack, and the key.
        environment: Environment of Terraform: credentials, variables and settings.
    """

    folder: Path
    environment: Mapping[str, str] = field(repr=False)

    def is_known(self, stack: Stack) -> bool:
        """Whether a stack was last applied with what it would be applied with now."""
        kept = _kept(self._file(stack))
        return kept is not None and hmac.compare_digest(kept, self.of(stack))

    def keep(self, stack: Stack) -> None:
        """Note that a stack was applied, or had no changes."""
        fingerprint = self.of(stack)  # makes the folder
        _keep(self._file(stack), fingerprint)

    def forget(self, stack: Stack) -> None:
        """Note that a stack is about to be applied: an end that is not seen is none."""
        self._file(stack).unlink(missing_ok=True)
        self._picture(stack).unlink(missing_ok=True)

    def is_as_pictured(self, stack: Stack, picture: str | None) -> bool:
        """Whether a picture is the one that was kept of a stack."""
        kept = _kept(self._picture(stack))
        return kept is not None and picture is not None and hmac.compare_digest(kept, picture)

    def keep_picture(self, stack: Stack, picture: str | None) -> None:
        """Keep a picture of what Keycloak holds of a stack, beside its fingerprint; None forgets the last one."""
        file = self._picture(stack)
        if picture is None:
            file.unlink(missing_ok=True)
        else:
            _keep(file, picture)

    def sealed(self, facts: Iterable[bytes]) -> str:
        """Return a keyed hash of facts."""
        digest = hmac.new(self._key(), digestmod=hashlib.sha256)
        for fact in facts:
            digest.update(len(fact).to_bytes(8, "big") + fact)
        return digest.hexdigest()

    def of(self, stack: Stack) -> str:
        """Return the fingerprint of what a stack would be applied with now."""
        return self.sealed(self._facts(stack))

    def _file(self, stack: Stack) -> Path:
        return self.folder / stack.name

    def _picture(self, stack: Stack) -> Path:
        return self.folder / f"{stack.name}{_PICTURE}"

    def _key(self) -> bytes:
        file = self.folder / _KEY
        if not file.is_file() or file.stat().st_size != _BYTES:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            keep_private(file)
            file.write_bytes(secrets.token_bytes(_BYTES))
        return file.read_bytes()

    def _facts(self, stack: Stack) -> Iterator[bytes]:
        text = (stack.folder / "cdk.tf.json").read_bytes()
        yield text
        names = [f"TF_VAR_{name}" for name in sorted(json.loads(text).get("variable", {}))]
        for name in (*names, *_VARIABLES):
            yield f"{name}={self.environment.get(name, '')}".encode()
        yield str(recorded_provider(self.environment)).encode()
        program = program_facts(self.environment)
        if program:
            yield program.encode()
        state = local_state(stack)
        if state is not None:  # as it was left: not restored, destroyed or changed by other means since
            yield state.read_bytes() if state.is_file() else b""


def _kept(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _keep(file: Path, text: str) -> None:
    keep_private(file)
    file.write_text(text, encoding="utf-8")
