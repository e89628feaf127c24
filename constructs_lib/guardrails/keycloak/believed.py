"""What an identity provider beside a declaration is believed, even where nobody logs in by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.terraform.readings import may_be_on, settled
from constructs_lib.guardrails.terraform.symbol import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["believed"]

_KIND = "_identity_provider"
_ASSERTIONS = "supportsClientAssertions"
_ON = {
    "add_read_token_role_on_create": "whoever comes by it gets a role of Keycloak's own, which reads its tokens",
    "authenticate_by_default": "it takes the place of the declared login",
}
_ISSUER = "issuer"


def believed(configuration: Configuration, resource: Resource) -> Iterator[tuple[str, str, str]]:
    """Yield an argument, what is wrong with it, and how an exemption names it.

    Args:
        configuration: The stacks.
        resource: What somebody added to a declared realm.
    """
    if not resource.type.endswith(_KIND):
        return
    if may_be_on(resource.flag_setting(_ASSERTIONS)):
        fault = "machines prove who they are by tokens of it, of whom the declaration says nothing"
        yield "extra_config", fault, _ASSERTIONS
    for argument, effect in _ON.items():
        if may_be_on(settled(resource.arguments.get(argument))):
            yield argument, f"{argument} is on, or known at apply alone: {effect}", argument
    declared = {
        issuer.rstrip("/")
        for checked in configuration.declared
        for each in (
            *checked.declaration.workload_issuers.values(),
            *checked.declaration.identity_providers.values(),
        )
        if isinstance(issuer := getattr(each, "issuer", None), str)  # of the big ones Keycloak knows it
    }
    for argument, written in ((_ISSUER, resource.arguments.get(_ISSUER)), ("extra_config", resource.setting(_ISSUER))):
        for each in map(settled, alternatives(settled(written))):
            if isinstance(each, str) and each.rstrip("/") in declared:
                yield argument, f"issuer '{each}' is that of another one, which is declared", f"issuer = {each}"
