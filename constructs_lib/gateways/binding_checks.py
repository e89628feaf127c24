"""Consumers whose tokens are bound to a key or a certificate, and gateways that refuse every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located
from constructs_lib.declaration.declaration_error import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constructs_lib.declaration.props import ConsumerProps, Declaration, GatewayProps, TokenBinding
    from constructs_lib.gateways.preset import Preset

__all__ = ["binding_findings"]

_KEYS: dict[TokenBinding, tuple[str, ...]] = {"dpop": ("dpop",), "mtls": ("auth", "method")}
_BOUND: dict[TokenBinding, str] = {
    "dpop": "to a key by DPoP (RFC 9449)",
    "mtls": "to its TLS certificate (RFC 8705)",
}
_REMEDIES: dict[TokenBinding, str] = {
    "dpop": "add envoy or fastapi to gateway.presets, or take dpop away",
    "mtls": (
        "add envoy to gateway.presets, with gateway.tls.client_authorities, or use another auth.method, "
        "such as private_key_jwt"
    ),
}


def binding_findings(
    declaration: Declaration, gateway: GatewayProps, presets: Sequence[Preset], calls: Callable[[ConsumerProps], bool]
) -> Iterator[Finding]:
    """Yield the consumers whose tokens no gateway takes, since none checks what they are bound to.

    Args:
        declaration: A declaration that passed `check_declaration`.
        gateway: What is declared of the gateway.
        presets: All that are listed or asked for.
        calls: Whether a consumer calls the API behind the gateway.
    """
    able = [preset for preset in presets if preset.takes_machines]
    if not able:
        return
    names = ", ".join(preset.name for preset in able)
    for path, access in located(declaration):
        for name, consumer in access.consumers.items():
            bindings = frozenset(consumer.bindings)
            if not calls(consumer) or any(bindings <= preset.checked_bindings(gateway) for preset in able):
                continue
            for binding in consumer.bindings:
                if not any(binding in preset.checked_bindings(gateway) for preset in able):
                    yield Finding(
                        (*path, "consumers", name, *_KEYS[binding]),
                        f"realm '{declaration.realm.name}', consumer '{name}': its tokens are bound {_BOUND[binding]}, "
                        f"which no listed gateway checks ({names}), so that each refuses them: {_REMEDIES[binding]}",
                    )
