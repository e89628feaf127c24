"""KC-STATE-TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.state_connection import connection_fault, is_here, ssl_mode
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["StateHttp"]

_UNCHECKED = ("skip_cert_verification", "insecure", "skip_tls_verify")


class StateHttp(Rule):
    """State travels by TLS."""

    id = "KC-STATE-TLS"
    info = "the state crosses the network in clear text"
    why = "State holds secrets: whoever is on the way reads them, and writes another state."
    source = "ASVS 5.0 V12.3.1"
    remedy = "use https addresses and sslmode=verify-full, and check certificates"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to backends and to states that are read without TLS, or without its check; this machine is spared."""
        for stack in configuration.stacks:
            sources = [(stack.subject, stack.json.get("terraform", {}).get("backend", {}))]
            for name, body in stack.json.get("data", {}).get("terraform_remote_state", {}).items():
                sources.append((stack.block("terraform_remote_state", name, body), body))
            for subject, body in sources:
                yield from (Violation(subject, fault) for fault in _faults(body))


def _faults(body: Mapping[str, Any]) -> Iterator[str]:
    for path, value in leaves(dict(body)):
        text, name = str(value).lower(), path[-1] if path else "backend"
        if name in _UNCHECKED and text == "true":
            yield f"{name} is on"
        elif text.startswith("http://") and not is_here(text):
            yield f"{name} is without TLS"
        elif ssl_mode(text) and (fault := connection_fault(text)):
            yield f"{name} {fault}"
    yield from _of_consul(body)


def _of_consul(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fault of a Consul that is asked over http, which it is unless something else is said."""
    consul = body.get("config") if body.get("backend") == "consul" else body.get("consul")
    if isinstance(consul, dict) and str(consul.get("scheme", "http")).lower() == "http":
        address = str(consul.get("address", "localhost")).lower()
        if "://" not in address and not is_here(f"http://{address}"):
            yield "scheme is without TLS"
