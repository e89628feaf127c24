"""What lets Terraform and the provider's process do less: settings that nobody sees a difference by but in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.private_run import asked_for_logs

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["frugal"]

# Terraform and the provider live for seconds: that Go collects their garbage less often than by default (100) saves a
# fifth of their processor time, for some 35 MiB of memory a stack that is worked on.
_GARBAGE = {"GOGC": "250"}
# Unless told otherwise the provider writes a line for each thing that it does, requests and answers included, and
# Terraform reads each and throws it away: 3,700 lines in a plan of 200 resources, an eighth of its processor time.
_LOGS = {"TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER_KEYCLOAK": "OFF"}


def frugal(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a run of Terraform, with what makes it cheaper; what is set there stays.

    Args:
        environment: What it runs with; where that asks for logs, it gets all of them.
    """
    return {**_GARBAGE, **({} if asked_for_logs(environment) else _LOGS), **environment}
