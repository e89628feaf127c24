"""KC-STATE-TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.addresses import is_loopback
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

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
                for path, value in leaves(body):
                    text = str(value).lower()
                    if path[-1] in _UNCHECKED and text == "true":
                        yield Violation(subject, f"{path[-1]} is on")
                    elif (text.startswith("http://") or "sslmode=disable" in text) and not _is_here(text):
                        yield Violation(subject, f"{path[-1]} is without TLS")


def _is_here(text: str) -> bool:
    return is_loopback(text) or "://localhost" in text or "@localhost" in text or "host=localhost" in text
