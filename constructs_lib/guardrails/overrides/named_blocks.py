"""What people call a block of ours: by the construct that made it, and by the words of the declaration."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.terraform.comments import construct_path
from constructs_lib.guardrails.terraform.emitted import STATE_CHANGES
from constructs_lib.guardrails.terraform.resource import Resource
from constructs_lib.guardrails.terraform.subject import Subject

if TYPE_CHECKING:
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.emitted import Block
    from constructs_lib.guardrails.terraform.stack import Stack

__all__ = ["NamedBlock"]

# What an entry of a table is, by the construct that has the table.
_ENTRIES = {"Applications": "application", "Consumers": "consumer", "Models": "role"}
_WITH_ENTRIES = "locals"
_HASH_LENGTH = 9  # `_` and eight digits


class NamedBlock:
    """A block of ours, and its names in findings.

    Args:
        configuration: All stacks.
        stack: The one that it is in.
        block: The block.
        body: What our construct wrote.
    """

    def __init__(self, configuration: Configuration, stack: Stack, block: Block, body: Any) -> None:  # noqa: ANN401 - JSON
        self._configuration, self._stack, self.block, self._body = configuration, stack, block, body

    def argument(self, path: tuple[str, ...]) -> str:
        """Return what exemptions call an argument: without the entry of a table, which is part of the path."""
        if self.block[0] == "terraform":
            return ".".join((*self.block, *path))
        if self.block[0] in STATE_CHANGES:
            return self.block[0]
        return ".".join(path[1:] if self._is_table else path)

    def subject(self, path: tuple[str, ...] = ()) -> Subject:
        """Return what a finding about an argument names."""
        section, *names = self.block
        match section:
            case "resource" | "data":
                return self._of_resource(*names)
            case "locals":
                return self._of_local(names[0], path)
            case "variable" | "output":
                return self._stack.element(section, names[0])
            case "provider":
                return Subject(f"{self._stack.name}/{names[0]}", f"provider '{names[0]}'")
            case _:
                return self._stack.subject

    @property
    def _is_table(self) -> bool:
        return self.block[0] == _WITH_ENTRIES and isinstance(self._body, dict)

    def _of_resource(self, kind: str, name: str) -> Subject:
        path = construct_path(self._body) or f"{self._stack.name}/{name}"
        address = f"{'data.' if self.block[0] == 'data' else ''}{kind}.{name}"
        if "for_each" in self._body:
            label = Resource(kind, self._stack.name, address, None, path, {}).subject.label
            return Subject(path, f"{label} of each of '{path.split('/')[-2]}'")
        (*_, made) = self._configuration.at(self._stack.name, address) or (
            Resource(kind, self._stack.name, address, None, path, _plain(self._body)),
        )
        return Subject(path, made.subject.label)

    def _of_local(self, name: str, path: tuple[str, ...]) -> Subject:
        own = _construct(name)
        where = f"{self._stack.name}/{own}"
        table = own.rpartition("/")[2]
        if not self._is_table or not path:
            return Subject(where, f"local value '{table}'")
        kind = next((_ENTRIES[part] for part in reversed(own.split("/")) if part in _ENTRIES), None)
        label = f"{kind} '{path[0]}'" if kind else f"local value '{table}', '{path[0]}'"
        return Subject(f"{where}[{json.dumps(path[0], ensure_ascii=False)}]", label)


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if not isinstance(value, str) or "${" not in value}


def _construct(name: str) -> str:
    """Return the path of the construct that the CDK made up a local value's name from (`makeUniqueId`), if it tells.

    The name leaves out a part of the path that is called like the one before it.
    """
    parts, digest = name[:-_HASH_LENGTH].split("_"), name[-_HASH_LENGTH + 1 :]
    for doubled in range(len(parts) + 1):
        path = "/".join((*parts[:doubled], *parts[max(doubled - 1, 0) :]))
        if hashlib.md5(path.encode(), usedforsecurity=False).hexdigest()[:8].upper() == digest:
            return path
    return name
