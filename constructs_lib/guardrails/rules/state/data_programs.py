"""KC-DATA-PROGRAM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["DataPrograms"]

_PROGRAMS = ("external", "http", "local_file", "local_sensitive_file", "template_file", "archive_file")


class DataPrograms(Rule):
    """A plan reads Keycloak, and nothing else."""

    id = "KC-DATA-PROGRAM"
    info = "a data source runs a program or asks a server"
    why = (
        "It runs at every plan, with the environment of whoever plans: secrets of the runner leave with it, and what "
        "it answers is believed."
    )
    source = "ASVS 5.0 V15.2.5, provider data sources external and http"
    remedy = "give the value in a variable"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to what runs programs, asks servers or reads files; warn of other providers' data."""
        for stack in configuration.stacks:
            ephemeral = stack.json.get("ephemeral", {})
            for kind, by_name in _sources(stack.json):
                # No known provider of Keycloak's has ephemeral resources.
                is_known = kind.startswith("keycloak_") and by_name is not ephemeral.get(kind)
                if is_known or kind == "terraform_remote_state":
                    continue
                level = None if kind in _PROGRAMS or "script" in kind or "command" in kind else Level.WARNING
                for name, body in by_name.items():
                    yield Violation(stack.block(kind, name, body), f"it reads '{kind}'", level)


def _sources(json: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield data sources, those within checks, and ephemeral resources, by their type."""
    sections = [json.get("data", {}), json.get("ephemeral", {})]
    sections += [check.get("data", {}) for check in json.get("check", {}).values()]
    for section in sections:
        yield from section.items()
