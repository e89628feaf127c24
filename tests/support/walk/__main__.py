"""Walk for as long as one likes: `python -m tests.support.walk STEPS [--seed SEED] [--shape one|teams]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from stacks.jsii_runtime import use_project_node
from tests.support.realms.private_side import PrivateSide
from tests.support.servers.document_server import DocumentServer
from tests.support.servers.tls_listener import TlsListener
from tools.demo.ports import any_free_port
from tools.keycloak.server import KeycloakServer
from tools.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_STEPS_OF_A_REALM = 50
_RECORD = ROOT / ".cache" / "walk.seed"


def main(arguments: Sequence[str]) -> int:
    """Walk, a seed after the other, each in a realm of its own; print each step, and of a fault what shows it again.

    Args:
        arguments: How many steps in all, and perhaps the first seed, and one shape. Without a seed the walk goes on
            where the last one ended; without a shape, environments with and without teams take turns.

    Returns:
        0, or 1 where there was a fault.
    """
    use_project_node()
    from tests.support.walk.walk import Walk  # noqa: PLC0415 - starts the CDK's Node process
    from tests.support.walk.walked_realm import contents_of_new_realm  # noqa: PLC0415 - so does this

    asked = _parsed(arguments)
    seed, taken, refused, faults = asked.seed or _next_seed(), 0, 0, 0
    with tempfile.TemporaryDirectory() as folder, _Servers(Path(folder)) as servers:
        own = contents_of_new_realm(servers.keycloak, "walk-own")
        while taken < asked.steps:
            teams = asked.shape == "teams" or (asked.shape is None and seed % 2 == 0)
            path = Path(folder) / f"walk-{seed}"
            walk = Walk(servers.keycloak, servers.private, path, seed=seed, teams=teams, tell=_say, own=own)
            report = walk.run(min(_STEPS_OF_A_REALM, asked.steps - taken))
            taken, refused, faults = taken + report.steps, refused + report.refused, faults + len(report.faults)
            shape = "teams" if teams else "one stack"
            _say(
                f"seed {seed} ({shape}) is done: {report.steps} steps in {sum(report.seconds):.0f} s; "
                f"so far {taken} steps, {refused} refused declarations, {faults} faults"
            )
            seed += 1
            _RECORD.write_text(f"{seed}\n", encoding="utf-8")
    return 1 if faults else 0


class _Servers:
    """A Keycloak of its own, and what it asks of others."""

    def __init__(self, root: Path) -> None:
        port = any_free_port()
        url = f"http://127.0.0.1:{port}"
        tls = TlsListener.ensure(root / "tls")
        self.keycloak = KeycloakServer(
            data=root / "data", cache=ROOT / ".cache", dotenv=root / ".env", port=port, options=tls.options(url)
        )
        self._documents = DocumentServer()
        self.private = PrivateSide(url, self._documents, tls)

    def __enter__(self) -> Self:
        self._documents.__enter__()
        self.keycloak.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.keycloak.stop()
        self._documents.__exit__(None, None, None)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make walk", description=__doc__)
    parser.add_argument("steps", type=int)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--shape", choices=("one", "teams"))
    return parser.parse_args(arguments)


def _next_seed() -> int:
    return int(_RECORD.read_text(encoding="utf-8")) if _RECORD.exists() else 1


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what the command is for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
