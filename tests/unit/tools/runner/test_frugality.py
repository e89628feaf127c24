"""Settings that let Terraform and the provider do less."""

from __future__ import annotations

import pytest

from tools.runner.frugality import frugal

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("asked", [{"TF_LOG": "DEBUG"}, {"TF_LOG_PROVIDER": "trace"}, {"TF_LOG_CORE": "json"}])
def test_whoever_asks_for_logs_gets_all_of_them(asked: dict[str, str]) -> None:
    """Where a variable asks Terraform for logs, no other takes the provider's away."""
    assert frugal(asked) == {"GOGC": "250", **asked}


def test_what_is_set_stays() -> None:
    """Values of whoever runs it are not replaced."""
    given = {"GOGC": "100", "TF_LOG_SDK": "WARN", "TF_LOG_PROVIDER_KEYCLOAK": "INFO", "HOME": "/home/ada"}

    assert frugal(given) == given


@pytest.mark.parametrize("quiet", [{}, {"TF_LOG": ""}, {"TF_LOG_PROVIDER": "off"}])
def test_lines_that_nobody_reads_are_not_written(quiet: dict[str, str]) -> None:
    """Without such a variable the provider writes no line for each request, password and token included."""
    assert frugal(quiet) == {"GOGC": "250", "TF_LOG_SDK": "OFF", "TF_LOG_PROVIDER_KEYCLOAK": "OFF", **quiet}
