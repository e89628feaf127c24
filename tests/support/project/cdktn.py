"""cdktn beside cdktf, set up as `make setup` does it."""

from __future__ import annotations

import os

from constructs_lib.bindings.cdk import CDKTN
from tools.bootstrap.install import is_set_up, set_up

__all__ = ["set_up_cdktn"]


def set_up_cdktn() -> None:
    """Install cdktn into `.cache/cdktn/` unless it is there; the second time it costs nothing."""
    env = {**os.environ, "CDK": CDKTN.name}
    set_up(env)
    assert is_set_up(env)
