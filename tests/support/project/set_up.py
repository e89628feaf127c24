"""Whether a copy of the project is set up, before a test runs its Makefile."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.project.checkout import Checkout

__all__ = ["require_set_up"]


def require_set_up(product: Checkout) -> None:
    """Make sure that the Makefile has nothing to install: a copy shares those folders with the real checkout."""
    program = "import os, sys; from tools.bootstrap.install import is_set_up; sys.exit(not is_set_up(os.environ))"
    if product.run(sys.executable, "-c", program).returncode:
        pytest.fail("this checkout is not set up as its lock files say: run make setup")
