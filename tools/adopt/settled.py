"""Make a draft hold together: what the checks refuse goes, and is kept or left alone instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from constructs_lib.declaration.checked_declaration import CheckedDeclaration
from constructs_lib.declaration.declaration_error import DeclarationError
from constructs_lib.declaration.texts.allowed import expression_in
from constructs_lib.declaration.texts.visible import visible
from stacks.environment import Environment
from stacks.installed_features import installed_features
from stacks.local_defaults import with_local_defaults
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.adopt.draft import Draft

__all__ = ["checked", "first_fault", "settle"]

_KINDS = {
    "consumers": "client {}",
    "applications": "client {}",
    "groups": "group /{}",
    "people": "person {}",
}
# What a client may have longer than a file allows: the client is declared, and the value kept with an exemption.
_LIFESPANS = frozenset({"access_token_lifespan", "lifespans"})
_TRIES = 200
_WHOLE = 2


def settle(draft: Draft) -> None:
    """Take out of a draft what the checks of declarations refuse.

    A consumer, an application, a group or a person is left alone as a whole; a setting goes back to its default, and
    what was found is kept by `kept` then.

    Args:
        draft: What is declared so far.

    Raises:
        ToolError: Something is refused that no declaration can do without.
    """
    for _ in range(_TRIES):
        try:
            checked(draft.document)
        except (DeclarationError, ValidationError) as refused:
            path, why = first_fault(refused)
            if not _take_out(draft, path, why):
                raise ToolError(f"no environment can be written of this realm: {why}", exit_code=2) from None
        else:
            return
    raise ToolError("no environment can be written of this realm: too much of it is refused", exit_code=2)


def checked(document: dict[str, Any]) -> CheckedDeclaration[Environment]:
    """Return a document as a declaration that passed every check.

    Args:
        document: Keys of an environment.

    Raises:
        ValidationError: A value is refused.
        DeclarationError: The declaration contradicts itself.
        ToolError: A text would be an expression to Terraform, which then computes it for whoever named it so.
    """
    for path, text in _texts(document):
        if expression := expression_in(text):
            where = ".".join(visible(str(part)) for part in path)
            raise ToolError(
                f"no environment can be written of this realm: {where} has {expression}: change it in Keycloak",
                exit_code=2,
            )
    environment = Environment.model_validate(with_local_defaults(document))
    return CheckedDeclaration.of(environment, installed_features())


def first_fault(refused: DeclarationError | ValidationError) -> tuple[tuple[str | int, ...], str]:
    """Return where the first thing is that was refused, and why it was."""
    if isinstance(refused, DeclarationError):
        finding = refused.findings[0]
        return finding.path, finding.message
    error = refused.errors(include_input=False)[0]
    return tuple(error["loc"]), str(error["msg"]).removeprefix("Value error, ")


def _texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: ANN401 - any value of YAML
    """Yield all texts of a document, keys included, and where they are."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield path, str(key)
            yield from _texts(each, (*path, key))
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _texts(each, (*path, index))


def _take_out(draft: Draft, path: tuple[str | int, ...], why: str) -> bool:
    document = draft.document
    if len(path) >= _WHOLE and path[0] in _KINDS and _LIFESPANS.isdisjoint(path[_WHOLE : _WHOLE + 1]):
        kind, name = str(path[0]), str(path[1])
        if document.get(kind, {}).pop(name, None) is None:
            return False
        if not document[kind]:
            del document[kind]
        draft.leave(_KINDS[kind].format(name), why)
        _forget(document, kind, name)
        return True
    return _drop(document, [part for part in path if isinstance(part, str)])


def _forget(document: dict[str, Any], kind: str, name: str) -> None:
    """Take out what else says the name of something that is left alone."""
    kept = document.get("kept", {})
    for key in ("secrets",) if kind in ("consumers", "applications") else ("passwords",) if kind == "people" else ():
        kept[key] = [each for each in kept.get(key, ()) if each != name]
        if not kept[key]:
            del kept[key]
    if kind == "groups":
        for person in document.get("people", {}).values():
            if name in person.get("groups", ()):
                person["groups"] = [each for each in person["groups"] if each != name]


def _drop(document: dict[str, Any], path: list[str]) -> bool:
    """Take out the innermost key of a path that is there, and mappings that are empty then."""
    parents: list[tuple[dict[str, Any], str]] = []
    at: Any = document
    for part in path:
        if not isinstance(at, dict) or part not in at:
            break
        parents.append((at, part))
        at = at[part]
    if not parents or parents[-1][0] is document:
        return False
    for parent, key in reversed(parents):
        if parent[key] is at or not parent[key]:
            del parent[key]
        else:
            break
    return True
