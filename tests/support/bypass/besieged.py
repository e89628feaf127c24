"""A gateway under attack: started from the file that the project writes, before a recorder."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request  # noqa: TC002 - FastAPI reads it from the signature
from starlette.responses import Response
from starlette.routing import Route

from constructs_lib.declaration.props import GatewayProps
from constructs_lib.gateways.catalog import PRESETS
from constructs_lib.gateways.checks import gateway_findings
from tests.support.bypass.call import calls_of
from tests.support.bypass.generate import Attacker
from tests.support.bypass.grpc_bridge import grpc_bridge
from tests.support.bypass.judge import past
from tests.support.bypass.recorder import Arrival, Recorder, settled
from tests.support.bypass.sender import send_all
from tests.support.gateways.envoy import running_envoy
from tests.support.gateways.gateways import load_module, written
from tests.support.gateways.oauth2_proxy import OAuth2ProxyGateway
from tests.support.gateways.protected import api_behind
from tests.support.gateways.raw_requests import serving_app
from tests.support.servers.echo_server import EchoServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.gateways.protected_api import ProtectedApi
    from tests.support.bypass.attempt import Attempt
    from tests.support.servers.token_issuer import TokenIssuer

__all__ = ["BESIEGED", "Siege", "attack"]


@dataclass(frozen=True)
class Siege:
    """What came of an attack.

    Attributes:
        attempts: What was sent, by number.
        arrivals: What reached the server.
        past: What should not have, a line each.
        answers: The first bytes of each answer, by the attempt's number.
    """

    attempts: Mapping[int, Attempt]
    arrivals: list[Arrival]
    past: list[str]
    answers: Mapping[int, bytes]


def attack(
    preset: str,
    folder: Path,
    issuer: TokenIssuer,
    declaration: Callable[[str], Declaration],
    *,
    roles: tuple[str, ...],
    drawn: int,
    seed: int = 1,
    grpc: bool = False,
    **gateway: object,
) -> Siege:
    """Start a gateway and send it everything; what came through is judged.

    Args:
        preset: Whose file it is started from.
        folder: Where its files are written.
        issuer: Signs tokens.
        declaration: What is behind it, by the URL of a second server that models may have.
        roles: All roles of the attacker.
        drawn: How many attempts of each family.
        seed: Which ones.
        grpc: Whether a server behind it speaks gRPC.
        gateway: More of what is declared of the gateway.
    """
    with ExitStack() as stack:
        recorders = [stack.enter_context(Recorder.start()) for _ in range(3)]
        first, second, behind_bridge = recorders
        if grpc:
            behind_bridge.known_as = stack.enter_context(grpc_bridge(folder, behind_bridge.url))
            gateway["grpc_upstream"] = behind_bridge.known_as
        declared = declaration(second.url)
        faults = [each.message for each in gateway_findings(declared, GatewayProps.model_validate(gateway), (preset,))]
        assert faults == []
        api = api_behind(issuer, first.url, declared, **gateway)
        api = api.without(frozenset(route for route in api.routes if PRESETS[preset].unable(route)))
        mine, theirs = calls_of(api, roles)
        attacker = Attacker(seed, issuer, mine, theirs, roles, (api.access_role, *api.all_roles))
        url = stack.enter_context(BESIEGED[preset](folder, api, first))
        attempts = attacker.attempts(drawn)
        answers = send_all(url, attempts.values())
        arrivals = settled(recorders)
    stripping = preset not in _IN_PROCESS
    faults = [fault for recorder in recorders for fault in recorder.faults]
    return Siege(attempts, arrivals, [*past(arrivals, attempts, mine, strips_fields=stripping), *faults], answers)


@contextmanager
def _envoy(folder: Path, api: ProtectedApi, _: Recorder) -> Iterator[str]:
    with running_envoy(written(folder, "envoy", api)["envoy.yaml"], listen=api.gateway.listen):
        yield f"http://{api.gateway.listen}"


@contextmanager
def _oauth2_proxy(folder: Path, api: ProtectedApi, _: Recorder) -> Iterator[str]:
    with EchoServer() as unused, OAuth2ProxyGateway.start(folder, api, unused) as gateway:
        yield gateway.url


@contextmanager
def _fastapi(folder: Path, api: ProtectedApi, recorder: Recorder) -> Iterator[str]:
    module = load_module(written(folder, "fastapi", api)["model_access.py"])
    app = FastAPI(dependencies=[Depends(module.authorize)], openapi_url=None)
    app.include_router(module.metadata)

    async def answer(request: Request) -> dict[str, str]:
        recorder.arrivals.append(await _arrival(request, recorder.url))
        return {}

    app.add_api_route("/{path:path}", answer, methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
    with serving_app(app) as url:
        yield url


@contextmanager
def _asgi(folder: Path, api: ProtectedApi, recorder: Recorder) -> Iterator[str]:
    module = load_module(written(folder, "litserve", api)["model_access.py"])

    async def answer(request: Request) -> Response:
        recorder.arrivals.append(await _arrival(request, recorder.url))
        return Response()

    methods = ["GET", "POST", "PUT", "DELETE", "PATCH"]
    app = Starlette(
        routes=[Route("/{path:path}", answer, methods=methods)], middleware=[Middleware(module.ModelAccess)]
    )
    with serving_app(app) as url:
        yield url


async def _arrival(request: Request, server: str) -> Arrival:
    query = request.url.query
    target = request.scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
    return Arrival(request.method, target, tuple(request.headers.items()), await request.body(), server)


_IN_PROCESS = {"fastapi", "litserve"}
BESIEGED: Mapping[str, Callable[[Path, ProtectedApi, Recorder], AbstractContextManager[str]]] = {
    "envoy": _envoy,
    "oauth2-proxy": _oauth2_proxy,
    "fastapi": _fastapi,
    "litserve": _asgi,
}
"""How each gateway that runs here is started."""
