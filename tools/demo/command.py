"""`make demo`: deploy, serve, walk, and stop what was started."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from constructs_lib.declaration.props import SecretAuth
from stacks.stack_names import StackNames
from tools import deployment
from tools.bootstrap.paths import LOGS
from tools.bootstrap.quiet_run import run_quietly
from tools.demo.disturbance import Disturbance
from tools.demo.model_server import install_model_server
from tools.demo.narrator import Narrator
from tools.demo.site import CONSUMER, DENIED, ENVIRONMENT, GRANTED, consumer_credentials, start_site
from tools.demo.walk import Walk
from tools.errors import ToolError
from tools.keycloak.server import KeycloakServer
from tools.project import ROOT, require_product
from tools.reaching import known_variables
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.target import Target

__all__ = ["demonstrate"]


def demonstrate() -> int:
    """Show who gets through to a model, and who does not.

    The local Keycloak and the environment stay; servers that were started here, and every change of the realm, do not.

    Returns:
        0, or 1 where a call was answered otherwise than expected.

    Raises:
        ToolError: Something that is needed is missing or fails.
    """
    require_product(os.environ, "make demo")
    target = load_target(ENVIRONMENT)
    _check(target)
    # Ended from outside, it cleans up as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    install_model_server()
    started = time.monotonic()
    code = deployment.deploy(target.name)
    if code:
        return code
    with ExitStack() as stack:
        site = start_site(stack, target)
        narrator = Narrator(site.gateway)
        narrator.say(f"Models at {site.upstream}, and how often they are right:")
        for line in site.scores:
            narrator.tell(line)
        narrator.say(
            f"Gateway at {site.gateway}, as pipenv run gateway {target.name} --for envoy writes it, without TLS."
        )
        _walk(target, narrator).run()
    seconds = time.monotonic() - started
    if narrator.wrong:
        narrator.say(f"{len(narrator.wrong)} of {narrator.calls} calls were not answered as expected:")
        for title in narrator.wrong:
            narrator.tell(title)
        return 1
    narrator.say(
        f"{narrator.calls} calls, all answered as expected, in {seconds:.0f} s. Gateway and model server are stopped."
    )
    return 0


def _walk(target: Target, narrator: Narrator) -> Walk:
    environment = target.environment
    variables = known_variables(target)
    realm = environment.realm.name
    server = KeycloakServer.from_environment(os.environ, target.repository)
    return Walk(
        environment=environment,
        keycloak_url=server.url,
        consumer=consumer_credentials(target),
        granted=GRANTED,
        denied=DENIED,
        disturbance=Disturbance(server.admin, realm),
        repair=lambda: _repair(target, variables, narrator),
        narrator=narrator,
    )


def _repair(target: Target, variables: Mapping[str, str], narrator: Narrator) -> None:
    stack = _stack_of_consumer(target)
    command = [sys.executable, "-m", "tools", "cdktf", "deploy", stack, "--auto-approve"]
    printed = run_quietly(command, f"  cdktf deploy {stack}", variables, LOGS / "demo-repair.log", cwd=ROOT)
    for line in re.findall(r"\S+ will be updated in-place|Plan: .+", printed):
        narrator.tell(line)


def _stack_of_consumer(target: Target) -> str:
    names = StackNames(target.name)
    teams = (team for team, access in target.environment.teams.items() if CONSUMER in access.consumers)
    return next((names.team(team) for team in teams), target.stacks[-1])


def _check(target: Target) -> None:
    """Refuse an environment that was changed so that the walk would show nothing."""
    environment = target.environment
    if not target.is_local:
        raise ToolError(
            f"environments/{target.name}.yaml: the demo needs the Keycloak that it starts: leave keycloak.url on this "
            "machine, without start: false, and set no KEYCLOAK_URL",
            exit_code=2,
        )
    consumers = {name: props for access in environment.accesses().values() for name, props in access.consumers.items()}
    if CONSUMER not in consumers or not isinstance(consumers[CONSUMER].auth, SecretAuth):
        raise ToolError(
            f"environments/{target.name}.yaml: the demo needs the consumer '{CONSUMER}' with a client_secret",
            exit_code=2,
        )
