"""The connection to a state in PostgreSQL, which no rule sees: it is in the process environment alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from constructs_lib.guardrails.state_connection import UNCHECKED, connection_fault
from stacks.backends import PgBackendProps
from tools.errors import ToolError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stacks.backends import BackendProps

__all__ = ["check_state_connection"]

# By which PostgreSQL's drivers know a server without a connection string (PostgreSQL: "Environment Variables").
_OF_DRIVER = ("PGHOST", "PGHOSTADDR", "PGSERVICE")
_REMEDY = "write sslmode=verify-full"


def check_state_connection(backend: BackendProps, process_environment: Mapping[str, str]) -> None:
    """Refuse a state that crosses the network in clear text; warn where nobody checks who answers.

    Args:
        backend: Where the state is kept.
        process_environment: Holds `PG_CONN_STR`, and what PostgreSQL's drivers read beside it.

    Raises:
        ToolError: The state is in PostgreSQL and no variable says where, or `PG_CONN_STR` has
            an `sslmode` that allows clear text, to another machine.
    """
    connection = process_environment.get("PG_CONN_STR", "")
    if not isinstance(backend, PgBackendProps):
        return
    if not connection:
        if not any(name in process_environment for name in _OF_DRIVER):
            raise ToolError("set PG_CONN_STR: the PostgreSQL that keeps the state, as postgres://…", exit_code=2)
        return
    fault = connection_fault(connection, default=process_environment.get("PGSSLMODE", "require"))
    if fault == UNCHECKED:
        print(f"warning: PG_CONN_STR {fault}: {_REMEDY}", file=sys.stderr)  # noqa: T201 - what a person reads
    elif fault:
        raise ToolError(f"PG_CONN_STR {fault}: the state holds secrets: {_REMEDY}", exit_code=2)
