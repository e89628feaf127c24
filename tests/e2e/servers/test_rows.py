"""Every row of a style through Envoy to the server that the style is for: it answers what the row says it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from constructs_lib.gateways.styles import STYLES
from tests.e2e.servers.conftest import REFUSED, fronted
from tests.support.servers.models.catalog import STARTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from constructs_lib.declaration.props import PathStyle
    from constructs_lib.gateways.route import Route
    from tests.support.servers.token_issuer import TokenIssuer

pytestmark = [pytest.mark.e2e, pytest.mark.long]

_TENSOR = {"inputs": [{"name": "numbers", "datatype": "FP32", "shape": [1], "data": [21]}]}
_ROW = {"inputs": [{"name": "row", "datatype": "FP64", "shape": [1, 4], "data": [12, 0, 1, 3]}]}


@dataclass(frozen=True)
class Case:
    """What is asked of a server.

    Attributes:
        actions: What may be done with its model.
        bodies: What a request needs, by the last part of its path; other requests have none.
        predicts: The request whose answer is read, and part of that answer.
        model: The model.
        version: A version that it has.
        bound: Whether it is the server's only model.
        missing: Requests that this server, or this model, does not have, with its answer.
        closed: The same of health and metrics.
    """

    actions: tuple[str, ...]
    bodies: Mapping[str, object]
    predicts: tuple[str, str]
    model: str = "doubled"
    version: str = "1"
    bound: bool = False
    missing: Mapping[str, int] = field(default_factory=dict)
    closed: Mapping[str, int] = field(default_factory=dict)


CASES: Mapping[PathStyle, Case] = {
    "open-inference": Case(
        ("predict", "manage"),
        {"infer": _ROW},
        ("POST /v2/models/fraud-detector/infer", '"outputs"'),
        model="fraud-detector",
        closed={"/metrics": 404},  # MLServer has them at a port of their own
    ),
    "triton": Case(
        ("predict", "manage"),
        {"infer": _TENSOR, "generate": {"numbers": 21}, "generate_stream": {"numbers": 21}},
        ("POST /v2/models/doubled/infer", "42.0"),
    ),
    "kserve-v1": Case(
        ("predict", "explain"),
        {"doubled:predict": {"instances": [21]}, "doubled:explain": {"instances": [21]}},
        ("POST /v1/models/doubled:predict", "42"),
    ),
    "torchserve": Case(("predict",), {"doubled": 21, "1.0": 21}, ("POST /predictions/doubled", "42"), version="1.0"),
    "mlflow": Case(
        ("predict",),
        {"invocations": {"dataframe_split": {"columns": [0], "data": [[21]]}}},
        ("POST /doubled/invocations", "42"),
        bound=True,
    ),
    "litserve": Case(("predict",), {"predict": {"number": 21}}, ("POST /doubled/predict", "42"), bound=True),
    "bentoml": Case(
        ("predict", "explain"),
        {"predict": {"number": 21}, "explain": {"number": 21}},
        ("POST /doubled/predict", "42"),
        bound=True,
    ),
}


@pytest.mark.parametrize("style", CASES)
def test_rows_of_a_style(issuer: TokenIssuer, tmp_path: Path, style: PathStyle) -> None:
    """With the role of a row the server answers it, and health without a token; without a right token nobody does."""
    case = CASES[style]
    with STARTS[style](tmp_path / "server") as served:
        paths = {"style": style, **({"prefix": f"/{case.model}"} if case.bound else {})}
        models = {case.model: {"actions": case.actions, **({"paths": paths} if case.bound else {})}, "other": {}}
        kinds = [kind for kind in ("health", "metrics") if getattr(STYLES[style], kind)]
        gateway = {"open": kinds, "paths": {"style": style}}
        with fronted(issuer, tmp_path, served.url, models, **gateway) as front:
            routes = [route for route in front.api.routes if route.model in ("", case.model)]
            opened = {
                route.path: front.call("GET", route.path, token=None).status_code for route in front.api.open_routes
            }
            assert opened
            assert opened == dict.fromkeys(opened, 200) | dict(case.closed)
            answers = {}
            # Last of all a model is taken out.
            for route in sorted(routes, key=lambda route: route.path.endswith("/unload")):
                path = route.path.replace("{version}", case.version)
                token = issuer.token(front.api.roles(route)[0])
                answers[_name(route)] = front.call(
                    route.method, path, case.bodies.get(path.rpartition("/")[2]), token=token
                )
            statuses = {name: answer.status_code for name, answer in answers.items()}
            assert statuses == {_name(route): 200 for route in routes} | dict(case.missing)
            named, part = case.predicts
            assert part in answers[named].text
            method, _, path = named.partition(" ")
            body = case.bodies[path.rpartition("/")[2]]
            assert front.refusals(method, path, body, f"{case.model}:predict") == REFUSED


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"
