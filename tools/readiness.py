"""What a command that reaches Keycloak needs, checked at once and before Terraform starts."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, ParamSpec

from tools.errors import ToolError
from tools.keycloak.admin import KeycloakAdmin
from tools.keycloak.issued import check_issuer
from tools.project import repository_of
from tools.runner.screen import tell
from tools.state_connection import check_state_connection
from tools.synthesized_stack import missing_variables, required_variables
from tools.target import all_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from tools.target import Target

__all__ = ["check_ready", "check_settings", "named_stacks"]

_Arguments = ParamSpec("_Arguments")
_PATTERN = frozenset("*?[")
_MASTER = "master"


def check_ready(stacks: Sequence[str], targets: Sequence[Target], process_environment: Mapping[str, str]) -> None:
    """Check what Terraform would only find half-way: the server, the variables, the credentials.

    Args:
        stacks: Names of the stacks that are about to be applied, planned or destroyed.
        targets: The environments that they are of.
        process_environment: Variables of the caller.

    Raises:
        ToolError: Settings are missing or wrong, a line each, all at once (exit 2); or Keycloak
            does not answer, or refuses.
    """
    check_settings(stacks, targets, process_environment)
    if stacks:
        seen = KeycloakAdmin.from_environment(process_environment).check()
        for target in targets:
            check_issuer(target, process_environment)
        for line in _too_powerful(targets, seen):
            tell(line)


def check_settings(stacks: Sequence[str], targets: Sequence[Target], process_environment: Mapping[str, str]) -> None:
    """Check the same without asking Keycloak.

    Args:
        stacks: Names of synthesized stacks.
        targets: The environments that they are of.
        process_environment: Variables of the caller.

    Raises:
        ToolError: Settings are missing or wrong, a line each, all at once (exit 2).
    """
    faults = list(_faults(stacks, targets, process_environment))
    if faults:
        raise ToolError("\n".join(faults), exit_code=2)


def named_stacks(arguments: Sequence[str], process_environment: Mapping[str, str]) -> list[str]:
    """Return the stacks that `cdktf` will take up: those that are named, those of patterns, or the only one there is.

    Args:
        arguments: Arguments of `cdktf`, its command first.
        process_environment: Names the repository that the stacks are in.

    Raises:
        ToolError: A pattern is given, and an environment's file is wrong.
    """
    given = [argument for argument in arguments if not argument.startswith("-")][1:]
    if given and not any(_PATTERN & set(name) for name in given):
        return given
    known = [stack for target in all_targets(process_environment) for stack in target.stacks]
    if not given:
        return known if len(known) == 1 else []
    found = [
        [name] if not _PATTERN & set(name) else [each for each in known if fnmatchcase(each, name)] for name in given
    ]
    return list(dict.fromkeys(stack for stacks in found for stack in stacks))


def _too_powerful(targets: Sequence[Target], seen: Collection[str]) -> Iterator[str]:
    """Warn of an administrator of every realm, where one of the environment's own would do."""
    for target in targets:
        if not target.is_local and {_MASTER, target.environment.realm.name} <= set(seen):
            yield (
                f"warning: these credentials administer realm '{_MASTER}', and so every realm: make deployer "
                f"ENV={target.name} makes a client that is confined to realm '{target.environment.realm.name}'"
            )


def _faults(stacks: Sequence[str], targets: Iterable[Target], process_environment: Mapping[str, str]) -> Iterator[str]:
    declared = ""
    for target in targets:
        declared = declared or target.environment.keycloak.url
        backend = target.environment.backend
        yield from _told(target.check_server, process_environment)
        yield from _told(check_state_connection, backend, process_environment)
    folders = repository_of(process_environment)
    required = {variable for stack in stacks for variable in required_variables(folders.stack_folder(stack))}
    yield from _told(missing_variables, sorted(required), process_environment)
    url = process_environment.get("KEYCLOAK_URL") or declared
    if stacks and url:
        yield from _told(KeycloakAdmin.from_environment, {**process_environment, "KEYCLOAK_URL": url})


def _told(
    check: Callable[_Arguments, object], *arguments: _Arguments.args, **options: _Arguments.kwargs
) -> Iterator[str]:
    try:
        check(*arguments, **options)
    except ToolError as fault:
        yield str(fault)
