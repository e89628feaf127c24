"""KC-PROVIDER-VERSION."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.bindings.provider_constraint import NEXT_MAJOR, OLDEST, PROVIDER_CONSTRAINT
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.provider_sources import KEYCLOAK, required_versions
from constructs_lib.guardrails.terraform.version_constraint import allows_only, version_of
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["ProviderVersion"]

_OLDEST, _BEFORE = version_of(OLDEST), version_of(NEXT_MAJOR)


class ProviderVersion(Rule):
    """A stack takes a provider that the constructs are written for."""

    id = "KC-PROVIDER-VERSION"
    info = "a version of Keycloak's provider that nobody has tried"
    why = (
        "Older providers leave out arguments that keep a realm closed, and a later major version may rename them: "
        "what is not known to a provider it ignores, or takes for something else."
    )
    source = "ASVS 5.0 V15.2.1, Terraform language 'Version Constraints'"
    remedy = f"require '{PROVIDER_CONSTRAINT}', or versions within that"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each constraint that allows other versions, and to none."""
        for stack in configuration.stacks:
            uses = any(kind.startswith(f"{KEYCLOAK}_") for kind in stack.json.get("resource", {}))
            versions = required_versions(stack.json)
            if KEYCLOAK not in versions and uses:
                yield Violation(stack.subject, f"it does not say where its provider '{KEYCLOAK}' comes from")
            for version in (versions[KEYCLOAK],) if KEYCLOAK in versions else ():
                if not isinstance(version, str) or not version.strip():
                    yield Violation(stack.subject, f"it takes any version of its provider '{KEYCLOAK}'")
                elif not allows_only(version, oldest=_OLDEST, before=_BEFORE):
                    fault = f"it takes its provider '{KEYCLOAK}' in version '{version}'"
                    yield Violation(stack.subject, fault, argument=f"terraform.required_providers.{KEYCLOAK}.version")
