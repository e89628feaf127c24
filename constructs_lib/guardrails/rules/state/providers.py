"""KC-PROVIDER."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.provider_sources import (
    KEYCLOAK,
    KNOWN,
    is_keycloak,
    is_known,
    is_maintained,
    keycloak_names,
    required_sources,
)
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.stack import Stack

__all__ = ["Providers"]

# Names of resources, and of arguments, by which a provider starts a program.
_PROGRAMS = frozenset({"command", "exec", "external", "interpreter", "postrender", "script", "scripts", "shell"})
# Arguments by which a provider reads or writes a file of the machine that it runs on.
_FILES = frozenset({"content_file", "file", "filename", "source", "source_dir", "source_file"})
# What they make lies in the state alone.
_INERT = frozenset({KEYCLOAK, "null", "random", "terraform", "time"})


class Providers(Rule):
    """An apply runs the code of providers that are known."""

    id = "KC-PROVIDER"
    info = "a provider that is not known, runs programs or reads files"
    why = (
        "A provider is a program with the credentials of whoever plans: one of another name does whatever it likes, "
        "and a known one uploads a file of the machine, or starts a program, where an argument says so."
    )
    source = "ASVS 5.0 V15.2.4, Terraform language 'Provider Requirements'"
    remedy = "use keycloak/keycloak for the realm, and the provider of the cloud for what is beside it"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to other sources, programs and files; warn of providers that are not known, or that no rule judges."""
        for stack in configuration.stacks:
            yield from _sources(stack)
            for provider in stack.providers:
                program = _named(provider.arguments, _PROGRAMS) if provider.type != KEYCLOAK else None
                if program:
                    yield Violation(stack.subject, f"its provider '{provider.type}' runs a program: '{program}'")
            names = keycloak_names(stack.json)
            others: set[str] = set()
            for section in ("resource", "data"):
                for kind, by_name in stack.json.get(section, {}).items():
                    for name, body in by_name.items():
                        for fault, level in _faults(kind, body, names, resource=section == "resource"):
                            yield Violation(stack.block(kind, name, body), fault, level)
                    others |= {kind.partition("_")[0]} & (KNOWN - _INERT) if section == "resource" else set()
            for other in sorted(others):
                yield Violation(stack.subject, f"no rule judges what its provider '{other}' makes", Level.WARNING)


def _sources(stack: Stack) -> Iterator[Violation]:
    for name, source in required_sources(stack.json).items():
        fault = f"its provider '{name}' comes from '{source}'"
        if name == KEYCLOAK:
            if not is_maintained(source):
                yield Violation(stack.subject, fault, argument=f"terraform.required_providers.{name}.source")
        elif is_keycloak(source):
            yield Violation(stack.subject, f"{fault}, as its provider '{KEYCLOAK}' does")
        elif not is_known(source):
            yield Violation(stack.subject, fault, None if name in KNOWN else Level.WARNING)


def _faults(
    kind: str, body: Mapping[str, Any], names: frozenset[str], *, resource: bool
) -> Iterator[tuple[str, Level | None]]:
    words = kind.split("_")
    chosen = str(body.get("provider", words[0])).removeprefix("${").partition(".")[0].rstrip("}")
    if words[0] == KEYCLOAK and chosen != KEYCLOAK:
        yield f"it is made by the provider '{chosen}'", None
    elif words[0] != KEYCLOAK and chosen in names:
        yield f"it is made by Keycloak's provider '{chosen}'", None
    if words[0] == KEYCLOAK or not resource:
        return
    if not _PROGRAMS.isdisjoint(words) or _named(body, _PROGRAMS):
        yield "it runs a program", None
    elif file := _named(body, _FILES):
        yield f"it reads or writes a file: '{file}'", None
    elif words[0] not in KNOWN:
        yield f"its provider '{words[0]}' is not known", Level.WARNING


def _named(value: object, names: frozenset[str]) -> str | None:
    """Return the first key of a block, or of one within it, that is one of some names."""
    if isinstance(value, dict):
        own = next((key for key in value if key in names and value[key] not in (None, [], {})), None)
        return own or next((found for each in value.values() if (found := _named(each, names))), None)
    if isinstance(value, list):
        return next((found for each in value if (found := _named(each, names))), None)
    return None
