"""What is wrong with a declared gateway: routes that nobody checks, and what a preset misses in the realm."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props import SOLE_API
from constructs_lib.gateways.binding_checks import binding_findings
from constructs_lib.gateways.callers import calls
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.front import Front
from constructs_lib.gateways.mcp_checks import mcp_gateway_findings, other_gateway_findings
from constructs_lib.gateways.open_checks import open_findings
from constructs_lib.gateways.route_checks import route_findings
from constructs_lib.gateways.time_checks import time_findings
from constructs_lib.gateways.unread_checks import unread_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_lib.declaration.props import Declaration, GatewayProps

__all__ = ["gateway_findings"]


def gateway_findings(
    declaration: Declaration, gateway: GatewayProps, presets: Iterable[str], *, api: str = SOLE_API
) -> Iterator[Finding]:
    """Yield what stands in the way of writing these presets' files.

    Args:
        declaration: A declaration that passed `check_declaration`.
        gateway: What is declared of the gateway.
        presets: Names of presets.
        api: Name of the API behind it.
    """
    for finding in _findings(declaration, gateway, presets, api):
        yield _of_api(finding, api) if declaration.apis else finding


def _of_api(finding: Finding, api: str) -> Finding:
    """Name the keys of a gateway as they are called below one of several APIs."""
    path = ("apis", api, *finding.path) if finding.path[:1] == ("gateway",) else finding.path
    message = finding.message.replace(", gateway", f", API '{api}', gateway", 1)
    return replace(finding, path=path, message=message.replace(" gateway.", f" apis.{api}.gateway."))


def _findings(declaration: Declaration, gateway: GatewayProps, presets: Iterable[str], api: str) -> Iterator[Finding]:
    asked = tuple(dict.fromkeys(presets))
    chosen = [PRESETS[name] for name in asked]
    listed = [PRESETS[name] for name in dict.fromkeys((*gateway.presets, *asked))]
    if not listed:
        return
    policy, every = AccessPolicy(declaration), tuple(PRESETS.values())
    subject = f"realm '{declaration.realm.name}', gateway"
    front = Front(policy.served.behind(api), gateway, declaration.models, subject)
    yield from time_findings(gateway, f"realm '{declaration.realm.name}'")
    is_mcp = declaration.every_api[api].kind == "mcp"
    if is_mcp:
        yield from mcp_gateway_findings(front, chosen, every)
    else:
        if any(preset.checks_paths for preset in chosen):
            yield from route_findings(front)
            yield from open_findings(front)
        yield from other_gateway_findings(front, chosen, f"apis.{api}" if declaration.apis else api)
    yield from binding_findings(declaration, gateway, listed, lambda consumer: calls(policy, consumer, api))
    for preset in chosen:
        if policy.acting and not preset.checks_actors:
            able = ", ".join(other.name for other in every if other.checks_actors)
            yield Finding(
                ("gateway", "presets"),
                f"{subject}: {preset.name} does not check who acts for somebody, and consumer "
                f"'{min(policy.acting)}' has exchange.delegation: use one of: {able}",
            )
    if is_mcp:
        return
    for preset in chosen:
        if preset.checks_paths:
            yield from unread_findings(front, preset, every)
        yield from preset.findings(declaration, gateway)
