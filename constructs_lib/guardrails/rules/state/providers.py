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
from constructs_lib.guardrails.terraform.subject import Subject
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
# What they make is judged one by one, here and by KC-DATA-PROGRAM: files, programs and servers that are asked.
_JUDGED_BY_KIND = frozenset(
    f"hashicorp/{each}" for each in ("archive", "cloudinit", "external", "http", "local", "template")
)
_SECTIONS = ("resource", "data", "ephemeral")


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
        """Object to providers that are not known, programs and files; warn of providers that no rule judges."""
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
                        for fault in _faults(kind, body, names, resource=section == "resource"):
                            yield Violation(stack.block(kind, name, body), fault)
                    others |= {kind.partition("_")[0]} & (KNOWN - _INERT) if section == "resource" else set()
            for other in sorted(others):
                yield Violation(stack.subject, f"no rule judges what its provider '{other}' makes", Level.WARNING)


def _sources(stack: Stack) -> Iterator[Violation]:
    """Yield what is wrong with each provider: an exemption names one, so that it allows no other."""
    required = required_sources(stack.json)
    for name, source in required.items():
        subject = Subject(f"{stack.name}/{name}", stack.subject.label)
        fault = f"its provider '{name}' comes from '{source}'"
        if name == KEYCLOAK:
            if not is_maintained(source):
                yield Violation(stack.subject, fault, argument=f"terraform.required_providers.{name}.source")
        elif is_keycloak(source):
            yield Violation(subject, f"{fault}, as its provider '{KEYCLOAK}' does")
        elif not is_known(source) and source not in _JUDGED_BY_KIND:
            yield Violation(subject, fault)
    for name in sorted(_used(stack.json) - required.keys() - KNOWN):
        if f"hashicorp/{name}" not in _JUDGED_BY_KIND:
            yield Violation(Subject(f"{stack.name}/{name}", stack.subject.label), f"its provider '{name}' is not known")


def _used(json: Mapping[str, Any]) -> set[str]:
    """Return the local names of all providers that a stack runs, be they required or not."""
    found = {name for name in json.get("provider", {}) if name != "//"}
    checks = [each for each in json.get("check", {}).values() if isinstance(each, dict)]
    for section in (*(json.get(each, {}) for each in _SECTIONS), *(each.get("data", {}) for each in checks)):
        for kind, by_name in section.items():
            if kind.partition("_")[0] == KEYCLOAK:  # who makes it otherwise is said of it
                continue
            found |= {_chosen(kind, body) for body in by_name.values() if isinstance(body, dict)}
    return found


def _chosen(kind: str, body: Mapping[str, Any]) -> str:
    text = str(body.get("provider", kind.partition("_")[0]))
    return text.removeprefix("${").partition(".")[0].rstrip("}").strip()


def _faults(kind: str, body: Mapping[str, Any], names: frozenset[str], *, resource: bool) -> Iterator[str]:
    words = kind.split("_")
    chosen = _chosen(kind, body)
    if words[0] == KEYCLOAK and chosen != KEYCLOAK:
        yield f"it is made by the provider '{chosen}'"
    elif words[0] != KEYCLOAK and chosen in names:
        yield f"it is made by Keycloak's provider '{chosen}'"
    if words[0] == KEYCLOAK or not resource:
        return
    if not _PROGRAMS.isdisjoint(words) or _named(body, _PROGRAMS):
        yield "it runs a program"
    elif file := _named(body, _FILES):
        yield f"it reads or writes a file: '{file}'"


def _named(value: object, names: frozenset[str]) -> str | None:
    """Return the first key of a block, or of one within it, that is one of some names."""
    if isinstance(value, dict):
        own = next((key for key in value if key in names and value[key] not in (None, [], {})), None)
        return own or next((found for each in value.values() if (found := _named(each, names))), None)
    if isinstance(value, list):
        return next((found for each in value if (found := _named(each, names))), None)
    return None
