"""`make rotate`: the old credential and the new one side by side, then the new one alone."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console

from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.props import PrivateKeyJwtAuth, SecretAuth
from constructs_lib.declaration.secret_names import client_secret_name
from stacks.environment_error import EnvironmentFileError
from stacks.environment_files import EnvironmentFiles
from stacks.stack_names import StackNames
from tools.choice import Choice
from tools.deployment import deploy_stacks
from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.local_secrets import renew_local_secret
from tools.preparation import prepare
from tools.rotation.credential import (
    declare_credentials,
    declare_keys,
    declared_keys,
    other_credential,
    require_rotatable,
)
from tools.rotation.key_pair import make_key_pair, read_public_key
from tools.rotation.yaml_edit import replace_text, with_change
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ruamel.yaml.comments import CommentedMap

    from constructs_lib.declaration.props import ConsumerProps
    from tools.target import Target

__all__ = ["begin_rotation", "finish_rotation"]

_PAIR = 2


def begin_rotation(environment: str, name: str, *, public_key: Path | None, approve: bool) -> int:
    """Let a new credential work beside the old one. Begun already, it is deployed again and nothing else.

    Args:
        environment: Name of the environment.
        name: Name of the consumer.
        public_key: The new public key, where the consumer made the pair; left out, it is made here.
        approve: Apply without asking; always so for a local environment.

    Returns:
        0, or 1 where the stack failed.

    Raises:
        ToolError: The consumer has nothing to rotate, or something that was declared, set or needed is wrong.
    """
    rotation = _Rotation.of(environment, name)
    match rotation.consumer.auth:
        case SecretAuth() as auth:
            if public_key is not None:
                raise ToolError(f"consumer '{name}' has a secret, no key: leave the public key out", exit_code=2)
            return _begin_secret(rotation, auth, approve=approve)
        case PrivateKeyJwtAuth(jwks_url=None) as auth:
            return _begin_key(rotation, auth, public_key, approve=approve)
        case PrivateKeyJwtAuth() as auth:
            raise ToolError(
                f"consumer '{name}' publishes its keys at {auth.jwks_url}: it adds the new key there, signs with it, "
                "then drops the old one; after that, finish here (FINISH=1), so that Keycloak forgets the old one",
                exit_code=2,
            )
    raise AssertionError(rotation.consumer.auth)  # refused by `require_rotatable`


def finish_rotation(environment: str, name: str, *, approve: bool) -> int:
    """Let the new credential alone work. Finished already, it is deployed again and nothing else.

    Args:
        environment: Name of the environment.
        name: Name of the consumer.
        approve: Apply without asking; always so for a local environment.

    Returns:
        0, or 1 where the stack failed.

    Raises:
        ToolError: As for `begin_rotation`.
    """
    rotation = _Rotation.of(environment, name)
    match rotation.consumer.auth:
        case SecretAuth() as auth:
            rotation.declare(functools.partial(declare_credentials, credentials=auth.credentials[-1:]))
            done = (
                f"Only client {rotation.client_ids[-1]} is left of consumer {name}: any other is refused from now on."
            )
        case PrivateKeyJwtAuth(jwks_url=None) as auth:
            key = declared_keys(auth)[-1]
            rotation.declare(functools.partial(declare_keys, keys=[key]))
            done = f"Only key {_kid(key)} of consumer {name} is left: any other is refused from now on."
        case _:
            done = f"Keycloak has forgotten the keys of consumer {name}, and fetches them anew."
    code, process_environment = rotation.deploy(approve=approve)
    if code:
        return code
    if isinstance(rotation.consumer.auth, PrivateKeyJwtAuth):
        # A key that was dropped works on from Keycloak's cache.
        realm = rotation.target.environment.realm.name
        KeycloakAdmin.from_environment(process_environment).request("POST", f"realms/{realm}/clear-keys-cache")
    _say(done)
    return 0


def _begin_secret(rotation: _Rotation, auth: SecretAuth, *, approve: bool) -> int:
    if len(auth.credentials) < _PAIR:
        credentials = (*auth.credentials, other_credential(auth))
        old, new = rotation.consumer.model_copy(
            update={"auth": auth.model_copy(update={"credentials": credentials})}
        ).client_ids(rotation.name)
        _prepare_secret(rotation, f"TF_VAR_{client_secret_name(old)}", f"TF_VAR_{client_secret_name(new)}")
        rotation.declare(functools.partial(declare_credentials, credentials=credentials))
    code, _ = rotation.deploy(approve=approve)
    if code == 0:
        old, new = rotation.client_ids
        _say(
            f"Consumer {rotation.name} has two clients with the same grants, {old} and {new}.",
            f"Give it the new pair: client_id {new}, and the secret in TF_VAR_{client_secret_name(new)}.",
            rotation.how_to_finish,
        )
    return code


def _prepare_secret(rotation: _Rotation, old: str, new: str) -> None:
    """Make sure that the new client gets a secret that is new."""
    target = rotation.target
    if target.is_local or (target.is_on_loopback and new not in os.environ):
        renew_local_secret(target.repository.dotenv, new)
        return
    value = os.environ.get(new)
    if not value or value == os.environ.get(old):
        raise ToolError(f"set {new} to a new secret, then run this again: the new client gets it", exit_code=2)


def _begin_key(rotation: _Rotation, auth: PrivateKeyJwtAuth, public_key: Path | None, *, approve: bool) -> int:
    keys, private = declared_keys(auth), None
    if len(keys) < _PAIR:
        if public_key is not None:
            key = read_public_key(public_key, auth.algorithm)
        else:
            keys_folder = rotation.target.repository.keys / rotation.target.name
            key, private = make_key_pair(auth.algorithm, keys_folder, rotation.name)
        if key["kid"] in {known.get("kid") for known in keys}:
            raise ToolError(f"{public_key} is the key that consumer '{rotation.name}' has already", exit_code=2)
        keys = [*keys, key]
        rotation.declare(functools.partial(declare_keys, keys=keys))
    code, _ = rotation.deploy(approve=approve)
    if code == 0:
        _say(
            f"Keycloak takes the old key of consumer {rotation.name} and the new one, {_kid(keys[-1])}.",
            f"Give it the private key in {private}." if private else "",
            f"Let it sign with the new key, with its kid in the header. {rotation.how_to_finish}",
        )
    return code


def _kid(key: Mapping[str, Any]) -> str:
    return str(key.get("kid", "without kid"))


def _say(*lines: str) -> None:
    console = Console(highlight=False)
    for line in filter(None, lines):
        console.print(line, soft_wrap=True, markup=False)


@dataclass
class _Rotation:
    """A consumer in its file and its stack."""

    target: Target
    name: str
    team: str | None

    @classmethod
    def of(cls, environment: str, name: str) -> _Rotation:
        target = load_target(environment)
        consumers = {
            consumer: team for team, access in target.environment.accesses().items() for consumer in access.consumers
        }
        if name not in consumers:
            if not name and consumers:
                said = f"name the consumer, such as CONSUMER={min(consumers)}; {hint(name, consumers)}"
                raise ToolError(said, exit_code=2)
            raise ToolError(
                f"environment '{environment}' has no consumer '{name}': {hint(name, consumers)}", exit_code=2
            )
        rotation = cls(target, name, consumers[name])
        require_rotatable(name, rotation.consumer.auth)
        return rotation

    @property
    def consumer(self) -> ConsumerProps:
        return self.target.environment.accesses()[self.team].consumers[self.name]

    @property
    def client_ids(self) -> tuple[str, ...]:
        return self.consumer.client_ids(self.name)

    @property
    def how_to_finish(self) -> str:
        command = f"make rotate CONSUMER={self.name} ENV={self.target.name} FINISH=1"
        return f"When it has switched: {self.target.repository.command(command)}"

    def declare(self, change: Callable[[CommentedMap], None]) -> None:
        """Write a changed declaration; a file that would not be valid any more stays as it was."""
        files, name = EnvironmentFiles.of(self.target.repository), self.target.name
        path = ("consumers", self.name) if self.team is None else ("teams", self.team, "consumers", self.name)
        file, inside = files.file_of(name, (*path, "auth"))
        if file.stem.startswith("_"):
            raise ToolError(
                f"consumer '{self.name}' is declared in {file.name}, which several environments share: move it to "
                f"{name}.yaml first",
                exit_code=2,
            )
        before = file.read_text(encoding="utf-8")
        replace_text(file, with_change(before, inside[:-1], change))
        try:
            self.target = load_target(name)
        except (ToolError, EnvironmentFileError):
            replace_text(file, before)
            raise

    def deploy(self, *, approve: bool) -> tuple[int, Mapping[str, str]]:
        """Apply the stack that holds the consumer."""
        names = StackNames(self.target.name)
        if not self.target.environment.teams:
            stack = names.realm
        else:
            stack = names.shared if self.team is None else names.team(self.team)
        process_environment = prepare(self.target)
        return deploy_stacks(self.target, process_environment, (stack,), Choice(approve=approve)), process_environment
