"""`make demo`: deploy, serve, walk, and stop what was started."""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.access_policy import ModelAction
from constructs_lib.props import SecretAuth
from constructs_lib.secret_names import client_secret_name
from stacks.gateway_files import write_files
from stacks.stack_names import StackNames
from tools import deployment
from tools.bootstrap.paths import LOGS
from tools.bootstrap.quiet_run import run_quietly
from tools.demo.disturbance import ClientCredentials, Disturbance
from tools.demo.envoy import envoy
from tools.demo.model_server import install_model_server, model_server, train_models
from tools.demo.narrator import Narrator
from tools.demo.ports import preferred_port
from tools.demo.walk import Walk
from tools.errors import ToolError
from tools.gateway import gateway_files
from tools.keycloak.server import KeycloakServer
from tools.local_secrets import read_local_secrets
from tools.project import DOTENV, ROOT
from tools.target import load_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.target import Target

__all__ = ["ENVIRONMENT", "demonstrate", "start_site"]

ENVIRONMENT = "demo"
"""The environment that is shown."""

CONSUMER = "payment-gateway"
GRANTED = ModelAction("fraud-detector", "predict")
DENIED = "credit-scorer"


def demonstrate() -> int:
    """Show who gets through to a model, and who does not.

    The local Keycloak and the environment stay; servers that were started here, and every change of the realm, do not.

    Returns:
        0, or 1 where a call was answered otherwise than expected.

    Raises:
        ToolError: Something that is needed is missing or fails.
    """
    target = load_target(ENVIRONMENT)
    _check(target)
    # Ended from outside, it cleans up as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    install_model_server()
    started = time.monotonic()
    code = deployment.deploy(target.name, approve=True)
    if code:
        return code
    with ExitStack() as stack:
        gateway = start_site(stack, target)
        narrator = Narrator(gateway)
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


def start_site(stack: ExitStack, target: Target) -> str:
    """Train the models, and start model server and gateway; return the gateway's base URL.

    Args:
        stack: Stops them.
        target: The deployed environment.

    Raises:
        ToolError: One of them does not start.
    """
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    declared = target.environment.gateway
    scores = train_models(folder / "models")
    upstream = stack.enter_context(model_server(folder / "models", port=preferred_port(declared.upstream)))
    listen = f"127.0.0.1:{preferred_port(declared.listen)}"
    files = gateway_files(
        target.name, "envoy", overrides={"listen": listen, "upstream": upstream}, process_environment=os.environ
    )
    write_files(folder, files)
    url = stack.enter_context(envoy(folder / "envoy.yaml", listen=listen))
    Narrator(url).say(f"Models at {upstream}, and how often they are right:")
    for line in scores.splitlines():
        Narrator(url).tell(line)
    Narrator(url).say(f"Gateway at {url}, as pipenv run gateway {target.name} --for envoy writes it.")
    return url


def _walk(target: Target, narrator: Narrator) -> Walk:
    environment = target.environment
    variables = {**os.environ, **read_local_secrets(DOTENV).values}
    realm = environment.realm.name
    server = KeycloakServer.from_environment(os.environ)
    return Walk(
        environment=environment,
        keycloak_url=server.url,
        consumer=ClientCredentials(realm, CONSUMER, variables[f"TF_VAR_{client_secret_name(CONSUMER)}"]),
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
        raise ToolError(f"environments/{target.name}.yaml: make demo needs keycloak.url on this machine", exit_code=2)
    consumers = {name: props for access in environment.accesses().values() for name, props in access.consumers.items()}
    if CONSUMER not in consumers or not isinstance(consumers[CONSUMER].auth, SecretAuth):
        raise ToolError(
            f"environments/{target.name}.yaml: make demo needs the consumer '{CONSUMER}' with a client_secret",
            exit_code=2,
        )
