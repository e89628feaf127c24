"""KC-LOCAL-STATE."""

from __future__ import annotations

import pytest

from constructs_lib.guardrails.rules.state.local_state import LocalState
from tests.support.declarations.guardrails import faults_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("terraform", [{}, {"backend": {"local": {"path": "x.tfstate"}}}])
def test_a_file_is_refused(terraform: dict[str, object]) -> None:
    """A local backend, named or by default, is refused."""
    assert faults_of(LocalState(), terraform=terraform) == ["stack 'stack': its state is a file on this machine"]


def test_a_remote_backend_passes() -> None:
    """State that a team can lock passes."""
    assert faults_of(LocalState(), terraform={"backend": {"pg": {}}}) == []
