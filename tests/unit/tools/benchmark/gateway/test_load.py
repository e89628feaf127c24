"""What vegeta reports becomes figures, or the error that there are none."""

from __future__ import annotations

import json

import pytest

from tools.benchmark.gateway.load import Load, read_report
from tools.errors import ToolError

pytestmark = pytest.mark.unit

URL = "http://127.0.0.1:8090/v2/models/model-0/infer"
REPORT = {
    "latencies": {"mean": 500_000, "50th": 300_000, "90th": 900_000, "95th": 1_200_000, "99th": 1_750_000},
    "requests": 8000,
    "rate": 1000.1,
    "success": 1,
    "status_codes": {"200": 8000},
}


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ({"200": 7990, "401": 10}, "7,990 with 200, 10 with 401: there is nothing to measure"),
        ({"0": 2, "200": 7998}, "2 not at all, 7,998 with 200: there is nothing to measure"),
        (
            {"200": 6651, "503": 1349},
            "6,651 with 200, 1,349 with 503: there is nothing to measure, so let nothing else run on this machine",
        ),
    ],
)
def test_a_call_that_is_not_let_through(codes: dict[str, int], said: str) -> None:
    """A single refused or unanswered call ends the run: a refusal is quicker than an answer."""
    with pytest.raises(ToolError) as fault:
        read_report(URL, json.dumps({**REPORT, "success": 0.9987, "status_codes": codes}))
    assert str(fault.value) == f"{URL} answered {said}"


def test_figures_in_seconds() -> None:
    """Nanoseconds become seconds."""
    assert read_report(URL, json.dumps(REPORT)) == Load(calls=8000, rate=1000.1, p50=0.0003, p99=0.00175)
